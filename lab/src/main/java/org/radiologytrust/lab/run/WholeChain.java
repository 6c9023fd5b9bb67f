package org.radiologytrust.lab.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.lab.results.CaseResult;
import org.radiologytrust.lab.results.GivenClaim;
import org.radiologytrust.lab.results.GivenFinding;
import org.radiologytrust.lab.results.Judgement;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Claim;
import org.radiologytrust.pipeline.Grounding;

/**
 * Runs the steps on each other's results, as an audit does, with all that the product holds against
 * a model's labels. Only the rule on modalities for which no model is trusted yet is left out,
 * because an evaluation is what a site trusts one by. A case without images gets its true findings
 * as text.
 *
 * <p>A true claim has the label of the model's claim that covers most of it, at least half.
 */
public final class WholeChain implements CaseEvaluation {
  /** The steps that are run. */
  public static final List<String> STEPS = List.of("claims", "findings", "alignment", "blank");

  private final AskedModel model;
  private final Asking asking;
  private final Grounding grounding;

  public WholeChain(AskedModel model, Asking asking) {
    this.model = model;
    this.asking = asking;
    this.grounding = new Grounding(model.files(), Set.of());
  }

  @Override
  public CaseResult run(EvalCase c, EvalCase other)
      throws ModelFailure, InterruptedException, IOException {
    try (AskedModel.Asked asked = model.begin(asking);
        ReferenceCase truth = model.truth(c)) {
      Optional<Audit> audited =
          ReferenceAnswers.labelled(c.truth()) ? audited(c, asked, truth) : Optional.empty();
      return new CaseResult(
          c.id(),
          c.hash(),
          asked.recorder().calls(),
          audited.map(GivenClaim::of).orElse(List.of()),
          0,
          0,
          c.instances().isEmpty() ? List.of() : audited.map(GivenFinding::of).orElse(List.of()),
          ReferenceAnswers.labelled(c.truth()) ? judged(c, audited) : List.of(),
          Map.of(),
          "",
          Map.of());
    }
  }

  /** The case as an audit ends; empty where a step has no valid answer, so the audit would fail. */
  private Optional<Audit> audited(EvalCase c, AskedModel.Asked asked, ReferenceCase truth)
      throws ModelFailure, InterruptedException, IOException {
    Audit opened = asked.harness().open(c.run("chain"), c.report(), c.instances());
    if (c.instances().isEmpty()) {
      opened = opened.toBuilder().reads(truth.reads(ReferenceCase.all(c.truth())).reads()).build();
    }
    Optional<Audit> last = Optional.of(opened);
    for (String step : STEPS) {
      boolean sees = !c.instances().isEmpty();
      if (last.isPresent() && (sees || !Set.of("findings", "blank").contains(step))) {
        last = asked.ask(asking.ask().step(step), step, last.get());
      }
    }
    return last.map(grounding::hold);
  }

  private static List<Judgement> judged(EvalCase c, Optional<Audit> audited) {
    List<Judgement> judged = new ArrayList<>();
    for (TrueClaim claim : c.truth().claims()) {
      judged.add(
          audited
              .flatMap(a -> covering(claim, a).flatMap(given -> judgement(given, a)))
              .orElse(Judgement.MISSING));
    }
    return judged;
  }

  private static Optional<Claim> covering(TrueClaim claim, Audit audit) {
    return audit.claims().stream()
        .filter(given -> 2 * common(claim, given) >= claim.end() - claim.start())
        .max(Comparator.comparingInt(given -> common(claim, given)));
  }

  /** Code points that two claims have in common. */
  private static int common(TrueClaim claim, Claim given) {
    return Math.min(claim.end(), given.span().end())
        - Math.max(claim.start(), given.span().start());
  }

  private static Optional<Judgement> judgement(Claim given, Audit audit) {
    return audit.verdicts().stream()
        .filter(v -> v.claim() == given.number() && v.label() != null)
        .map(v -> new Judgement(v.label(), v.confidence(), String.join(" ", v.evidence())))
        .findFirst();
  }
}
