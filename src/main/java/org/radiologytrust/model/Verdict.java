package org.radiologytrust.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The audit's judgement of one claim.
 *
 * @param claim the claim's number
 * @param label {@code null} when the claim was not assessed
 * @param confidence 0 to 1; {@code null} exactly when there is no label
 * @param confidenceBasis where the confidence comes from; {@code null} exactly when there is none
 * @param basis what the label is based on
 * @param evidence sentences, the most important first; the reason when the claim was not assessed
 * @param findings ids of the findings that the model named as evidence
 */
public record Verdict(
    int claim,
    @Nullable Label label,
    @Nullable Double confidence,
    @Nullable ConfidenceBasis confidenceBasis,
    Basis basis,
    List<String> evidence,
    List<String> findings) {

  /** What a label is based on. */
  public enum Basis {
    /** The model was shown the images. */
    MODEL_WITH_IMAGE,
    /** The model was given findings that came with the case, and no image. */
    FINDINGS_ALONE,
    /** The model supported the claim on blank images too. */
    BLANK_PROBE,
    /** A deterministic check of the text and the DICOM attributes. */
    CHECK,
    /** The claim was not assessed. */
    NONE
  }

  public Verdict {
    if (confidence != null && confidenceBasis == null) {
      // stored by an early version, which knew only rules and numbers written by the model
      confidenceBasis = basis == Basis.CHECK ? ConfidenceBasis.RULE : ConfidenceBasis.SELF_REPORTED;
    }
    if ((label == null) != (confidence == null)
        || (confidence == null) != (confidenceBasis == null)
        || (label == null) != (basis == Basis.NONE)) {
      throw new IllegalArgumentException("label, confidence and both bases must be set together");
    }
    evidence = Texts.copy(evidence);
    findings = Texts.copy(findings);
  }

  /**
   * The verdict for a claim that was not assessed.
   *
   * @param reason one sentence for the clinician
   */
  public static Verdict notAssessed(int claim, String reason) {
    return new Verdict(claim, null, null, null, Basis.NONE, List.of(reason), List.of());
  }
}
