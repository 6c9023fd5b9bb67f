package org.radiologytrust.page.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.page.flag.Proof;
import org.radiologytrust.page.flag.Quote;
import org.radiologytrust.page.flag.Sign;

/**
 * What the label of a claim rests on, whether it has a flag or not.
 *
 * @param number the claim's
 * @param words of the claim
 * @param proofs the most important first
 */
record ClaimBasis(int number, Sign sign, String words, List<Proof> proofs) {
  ClaimBasis {
    proofs = List.copyOf(proofs);
  }

  /** All claims of an audit; empty where none has a verdict. */
  static List<ClaimBasis> of(Audit audit) {
    return audit.verdicts().stream().map(verdict -> of(audit, verdict)).toList();
  }

  private static ClaimBasis of(Audit audit, Verdict verdict) {
    Claim claim = audit.claims().get(verdict.claim() - 1);
    List<Proof> proofs = new ArrayList<>();
    proofs.add(new Proof("Rests on", "", verdict.basis().words()));
    proofs.add(new Proof("Confidence", "", confidence(verdict)));
    List<CheckResult> checks =
        audit.flags().stream()
            .filter(check -> check.first().span().overlaps(claim.span()))
            .toList();
    verdict.evidence().stream()
        .filter(sentence -> checks.stream().noneMatch(check -> check.action().equals(sentence)))
        .forEach(sentence -> proofs.add(new Proof("Evidence", "", sentence)));
    audit.reads().stream()
        .flatMap(read -> read.findings().stream())
        .filter(finding -> verdict.findings().contains(finding.id()))
        .map(ClaimBasis::seen)
        .forEach(proofs::add);
    checks.stream().map(ClaimBasis::check).forEach(proofs::add);
    return new ClaimBasis(
        verdict.claim(), Sign.of(verdict.label()), Quote.of(claim.text()), proofs);
  }

  private static String confidence(Verdict verdict) {
    if (verdict.confidence() != null && verdict.confidenceBasis() != null) {
      return number(verdict.confidence())
          + ": "
          + verdict.confidenceBasis().words().toLowerCase(Locale.ROOT);
    }
    return verdict.label() == null ? "none, it was not assessed" : "none, a rule set the label";
  }

  private static Proof seen(Finding finding) {
    String place = finding.location().isBlank() ? "" : ", " + finding.location();
    return new Proof(
        "Image",
        Quote.of(finding.description() + place),
        ", as the model saw it, its own number: " + number(finding.confidence()));
  }

  private static Proof check(CheckResult check) {
    String counts = check.tells() ? "" : " Not counted: it only asks.";
    return new Proof("Check", "", "“" + check.check() + "”: " + check.action() + counts);
  }

  private static String number(double confidence) {
    return String.format(Locale.ROOT, "%.2f", confidence);
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "ClaimBasis[" + number + "]";
  }
}
