package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.words.ComparingClaims;

/**
 * Takes back what a model says where neither of its answers is trusted yet: about some kinds of
 * examination, and about a change since an earlier study. Such a claim becomes uncertain, and a
 * contradiction only asks.
 */
final class ModelTrust {
  private static final String ACTION = "The model contradicts this: look at the images.";

  private final Set<String> untrusted;
  private final ComparingClaims comparing;

  /**
   * @param untrusted DICOM modalities for which no model is trusted yet
   */
  ModelTrust(ComparingClaims comparing, Set<String> untrusted) {
    this.comparing = comparing;
    this.untrusted = Set.copyOf(untrusted);
  }

  /** The audit with the labels for which the model is trusted. */
  Audit limit(Audit c) {
    Optional<String> ofExam =
        c.kinds().stream()
            .filter(untrusted::contains)
            .findFirst()
            .map(modality -> "A model's answers about " + modality + " are not trusted yet.");
    Map<Integer, Claim> claims =
        c.claims().stream().collect(Collectors.toMap(Claim::number, Function.identity()));
    List<Verdict> verdicts = new ArrayList<>();
    List<CheckResult> checks = new ArrayList<>(c.checks());
    int changed = 0;
    for (Verdict verdict : c.verdicts()) {
      Optional<String> reason =
          verdict.label() == null
              ? Optional.empty()
              : ofExam.or(() -> ofChange(claims.get(verdict.claim())));
      verdicts.add(reason.map(why -> uncertain(verdict, why)).orElse(verdict));
      changed += reason.isPresent() ? 1 : 0;
      if (reason.isPresent() && verdict.label() == Label.NEEDS_REVIEW) {
        checks.add(asked(c, claims.get(verdict.claim()), verdict, reason.get()));
      }
    }
    if (changed == 0) {
      return c;
    }
    Audit.Builder limited =
        c.toBuilder()
            .verdicts(verdicts)
            .checks(checks)
            .addNote(
                changed
                    + (changed == 1 ? " claim is" : " claims are")
                    + " uncertain, because no answer of a model about such claims is trusted yet."
                    + " So there is no score.");
    return (ofExam.isPresent() ? withoutOmissions(c, limited) : limited).build();
  }

  private Optional<String> ofChange(Claim claim) {
    return comparing.compares(claim)
        ? Optional.of(
            "A model's answers about a change since an earlier study are not trusted yet.")
        : Optional.empty();
  }

  private static Verdict uncertain(Verdict verdict, String why) {
    List<String> evidence = new ArrayList<>(List.of(why));
    evidence.addAll(verdict.evidence());
    return Verdict.byRule(
        verdict.claim(),
        Label.UNCERTAIN,
        Verdict.Basis.UNTRUSTED_MODEL,
        evidence,
        verdict.findings());
  }

  private static CheckResult asked(Audit c, Claim claim, Verdict verdict, String why) {
    return new CheckResult(
            CheckResult.MODEL,
            Label.NEEDS_REVIEW,
            Evidence.of(claim.span(), c.report().text()),
            Evidence.field(CheckResult.MODEL, String.join(" ", verdict.evidence())),
            ACTION)
        .asking(why);
  }

  /** What the model saw stays in its reads; that the report lacks it is one of its answers. */
  private static Audit.Builder withoutOmissions(Audit c, Audit.Builder limited) {
    return c.omissions().isEmpty()
        ? limited
        : limited
            .omissions(List.of())
            .addNote("For the same reason, nothing is listed that the report may lack.");
  }
}
