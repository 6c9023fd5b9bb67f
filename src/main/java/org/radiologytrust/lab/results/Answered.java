package org.radiologytrust.lab.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.Truth;
import org.radiologytrust.model.Label;

/**
 * A case, and what one condition answered about it.
 *
 * @param other what is true of the case whose images stood for another patient's; {@code null}
 *     where there were none, or they are of no case here
 */
record Answered(Labelled labelled, CaseResult result, Truth other) {
  private static final Set<String> PROBES = Set.of("blank", "other", "again");

  /** In the order of the cases; cases without a result are left out, as are results of others. */
  static List<Answered> of(List<Labelled> cases, ConditionResults results) {
    Map<String, CaseResult> byId = new HashMap<>();
    results.results().forEach(r -> byId.put(r.id(), r));
    Map<String, Truth> truths = new HashMap<>();
    cases.forEach(c -> truths.put(c.id(), c.truth()));
    List<Answered> answered = new ArrayList<>();
    for (Labelled c : cases) {
      CaseResult result = byId.get(c.id());
      if (result != null) {
        answered.add(new Answered(c, result, truths.get(result.other())));
      }
    }
    return answered;
  }

  /** The calls of the product's own steps: those of probes ask the same thing again. */
  List<Call> calls() {
    return result.calls().stream().filter(c -> !PROBES.contains(c.step())).toList();
  }

  List<Call> calls(String step) {
    return result.calls().stream().filter(c -> c.step().equals(step)).toList();
  }

  boolean asked(String step) {
    return result.calls().stream().anyMatch(c -> c.step().equals(step));
  }

  /** Whether the claims were to be labelled. A call that gave no answer was asked, too. */
  boolean askedLabels() {
    return !result.judged().isEmpty() || asked("alignment");
  }

  boolean askedRewrites() {
    return !result.rewrites().isEmpty() || asked("rewrite");
  }

  List<TrueClaim> claims() {
    return labelled.truth().claims();
  }

  /** What was said of the true claim at a place, from 0. */
  Judged judged(int place) {
    return at(result.judged(), place);
  }

  /** The same of a probe. */
  Judged probed(String probe, int place) {
    return at(result.probes().getOrDefault(probe, List.of()), place);
  }

  /** Whether a claim that has a true label got this one; a missing label is wrong. */
  boolean right(int place) {
    Label label = claims().get(place).label();
    return label != null && label == judged(place).label();
  }

  /** The words proposed for a true claim; empty when there are none. */
  String rewrite(int place) {
    return result.rewrites().getOrDefault(place, "").strip();
  }

  private static Judged at(List<Judged> all, int place) {
    return place < all.size() ? all.get(place) : Judged.MISSING;
  }
}
