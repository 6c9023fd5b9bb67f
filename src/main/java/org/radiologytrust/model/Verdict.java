package org.radiologytrust.model;

import java.util.List;

/**
 * What the audit says of one claim.
 *
 * @param claim the claim's number
 * @param label {@code null} when the claim was not assessed
 * @param confidence 0 to 1; {@code null} exactly when there is no label
 * @param confidenceBasis whose number the confidence is; {@code null} exactly when there is none
 * @param basis what the label rests on
 * @param evidence sentences, the most important first; for a claim not assessed the reason
 * @param findings ids of the findings that the model named as evidence
 */
public record Verdict(
    int claim,
    Label label,
    Double confidence,
    ConfidenceBasis confidenceBasis,
    Basis basis,
    List<String> evidence,
    List<String> findings) {

  /** What a label rests on. */
  public enum Basis {
    /** The model looked at the image. */
    MODEL_WITH_IMAGE,
    /** The model read findings that came with the case; it looked at no image. */
    FINDINGS_ALONE,
    /** The model supported the claim without the image as well. */
    BLANK_PROBE,
    /** A deterministic check of texts and tags. */
    CHECK,
    /** Nothing: not assessed. */
    NONE
  }

  public Verdict {
    if (confidence != null && confidenceBasis == null) {
      // stored by a version that did not say: then it was a rule's, or the model's own number
      confidenceBasis = basis == Basis.CHECK ? ConfidenceBasis.RULE : ConfidenceBasis.SELF_REPORTED;
    }
    if ((label == null) != (confidence == null)
        || (confidence == null) != (confidenceBasis == null)
        || (label == null) != (basis == Basis.NONE)) {
      throw new IllegalArgumentException("a label has a confidence and a basis, or none of them");
    }
    evidence = Texts.copy(evidence);
    findings = Texts.copy(findings);
  }

  public static Verdict notAssessed(int claim, String reason) {
    return new Verdict(claim, null, null, null, Basis.NONE, List.of(reason), List.of());
  }
}
