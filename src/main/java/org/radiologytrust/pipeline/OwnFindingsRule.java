package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.words.DenyingClaims;

/**
 * Takes back the model's support for a claim that its own findings of the images contradict: they
 * name what it denies, or name its finding on the other side alone. The claim becomes uncertain,
 * and asks: one of the two answers is wrong, and a person sees which.
 */
final class OwnFindingsRule {
  private static final String ACTION =
      "The model contradicts itself about this: look at the images.";
  private static final String WHY =
      "The model supports this claim, but its own findings of the images contradict it.";

  private final DenyingClaims denying;

  OwnFindingsRule(DenyingClaims denying) {
    this.denying = denying;
  }

  /** The audit without the support that the model's findings contradict. */
  Audit hold(Audit c) {
    List<Finding> findings = c.reads().stream().flatMap(r -> r.findings().stream()).toList();
    if (findings.isEmpty() || c.verdicts().stream().noneMatch(OwnFindingsRule::supported)) {
      return c;
    }
    Map<Integer, Claim> claims =
        c.claims().stream().collect(Collectors.toMap(Claim::number, Function.identity()));
    Set<Finding> named =
        c.claims().stream()
            .flatMap(claim -> denying.affirms(claim, findings))
            .collect(Collectors.toSet());
    List<Verdict> verdicts = new ArrayList<>();
    List<CheckResult> checks = new ArrayList<>(c.checks());
    int changed = 0;
    for (Verdict v : c.verdicts()) {
      Claim claim = claims.get(v.claim());
      List<Finding> against =
          supported(v) ? denying.contradicting(claim, findings, named) : List.of();
      verdicts.add(against.isEmpty() ? v : uncertain(v, against));
      against.forEach(finding -> checks.add(asked(c, claim, finding)));
      changed += against.isEmpty() ? 0 : 1;
    }
    String note =
        changed
            + (changed == 1 ? " claim is" : " claims are")
            + " uncertain, because the model supports what its own findings of the images"
            + " contradict.";
    return changed == 0 ? c : c.toBuilder().verdicts(verdicts).checks(checks).addNote(note).build();
  }

  /** Whether the model supported the claim when it saw the images. */
  private static boolean supported(Verdict v) {
    return v.label() == Label.SUPPORTED || v.basis() == Verdict.Basis.BLANK_PROBE;
  }

  private static Verdict uncertain(Verdict v, List<Finding> against) {
    List<String> evidence = new ArrayList<>();
    against.forEach(
        f -> evidence.add("The model's own findings of the images name: " + f.words() + "."));
    evidence.addAll(v.evidence());
    Set<String> ids = new LinkedHashSet<>();
    against.forEach(f -> ids.add(f.id()));
    ids.addAll(v.findings());
    return Verdict.byRule(
        v.claim(),
        Label.UNCERTAIN,
        Verdict.Basis.CONTRADICTS_OWN_FINDING,
        evidence,
        List.copyOf(ids));
  }

  private static CheckResult asked(Audit c, Claim claim, Finding finding) {
    return new CheckResult(
            CheckResult.MODEL,
            Label.NEEDS_REVIEW,
            Evidence.of(claim.span(), c.report().text()),
            Evidence.field(CheckResult.MODEL, finding.words()),
            ACTION)
        .asking(WHY);
  }
}
