package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.Label;

/**
 * A case and the answers of one condition.
 *
 * @param other the truth of the case whose images the probe {@code other} showed; {@code null} when
 *     that probe was not asked or its case is not among the cases
 */
record AnsweredCase(LabelledCase labelled, CaseResult result, @Nullable Truth other) {
  private static final Set<String> PROBES = Set.of("blank", "blank-question", "other", "again");

  /** The steps that give labels, by the way of asking. */
  private static final Set<String> LABELS = Set.of("alignment", "question");

  /** In the order of the cases, without cases that have no result. Other results are ignored. */
  static List<AnsweredCase> of(List<LabelledCase> cases, ConditionResults results) {
    Map<String, CaseResult> byId = new HashMap<>();
    results.results().forEach(r -> byId.put(r.id(), r));
    Map<String, Truth> truths = new HashMap<>();
    cases.forEach(c -> truths.put(c.id(), c.truth()));
    List<AnsweredCase> answered = new ArrayList<>();
    for (LabelledCase c : cases) {
      CaseResult result = byId.get(c.id());
      if (result != null) {
        answered.add(new AnsweredCase(c, result, truths.get(result.other())));
      }
    }
    return answered;
  }

  /** The calls of the product's own steps, without those of probes. */
  List<Call> calls() {
    return result.calls().stream().filter(c -> !PROBES.contains(c.step())).toList();
  }

  /** The calls that ask for labels, without those of probes. */
  List<Call> labelCalls() {
    return result.calls().stream().filter(c -> LABELS.contains(c.step())).toList();
  }

  boolean asked(String step) {
    return result.calls().stream().anyMatch(c -> c.step().equals(step));
  }

  /** Whether labels were asked for, even if no answer came. */
  boolean askedLabels() {
    return !result.judged().isEmpty() || !labelCalls().isEmpty();
  }

  /** The case with these labels and no other answer. */
  AnsweredCase withLabels(List<Label> labels) {
    CaseResult only =
        new CaseResult(
            result.id(),
            result.hash(),
            List.of(),
            List.of(),
            0,
            0,
            List.of(),
            labels.stream().map(label -> new Judgement(label, 1.0, "")).toList(),
            Map.of(),
            "",
            Map.of());
    return new AnsweredCase(labelled, only, null);
  }

  boolean askedRewrites() {
    return !result.rewrites().isEmpty() || asked("rewrite");
  }

  List<TrueClaim> claims() {
    return labelled.truth().claims();
  }

  /** The judgement of the true claim at an index, from 0. */
  Judgement judged(int place) {
    return at(result.judged(), place);
  }

  /** The judgement that a probe's answer gave. */
  Judgement probed(String probe, int place) {
    return at(result.probes().getOrDefault(probe, List.of()), place);
  }

  /** Whether the claim got its true label. A missing label is wrong. */
  boolean right(int place) {
    Label label = claims().get(place).label();
    return label != null && label == judged(place).label();
  }

  /** The wording proposed for a true claim; empty when there is none. */
  String rewrite(int place) {
    return result.rewrites().getOrDefault(place, "").strip();
  }

  private static Judgement at(List<Judgement> all, int place) {
    return place < all.size() ? all.get(place) : Judgement.MISSING;
  }
}
