package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The audit's judgement of one claim.
 *
 * @param claim the claim's number
 * @param label {@code null} when the claim was not assessed
 * @param confidence 0 to 1; {@code null} when there is no label, or when a rule set it
 * @param confidenceBasis where the confidence comes from; {@code null} exactly when there is none
 * @param basis what the label is based on
 * @param evidence sentences, the most important first; the reason when the claim was not assessed
 * @param findings ids of the findings that the model named as evidence
 */
public record Verdict(
    int claim,
    @Nullable Label label,
    @Nullable Double confidence,
    @JsonFormat(with = JsonFormat.Feature.READ_UNKNOWN_ENUM_VALUES_AS_NULL)
        @Nullable ConfidenceBasis confidenceBasis,
    Basis basis,
    List<String> evidence,
    List<String> findings) {

  /** What a label is based on. */
  public enum Basis {
    /** The model was shown the images. */
    MODEL_WITH_IMAGE("Model that saw the image"),
    /** The model was given findings that came with the case, and no image. */
    FINDINGS_ALONE("Model that read findings alone"),
    /** The model supported the claim on blank images too. */
    BLANK_PROBE("Probe with a blank image"),
    /** The model supported a claim that denies what its own findings of the images name. */
    CONTRADICTS_OWN_FINDING("Model that contradicts its own finding"),
    /** A model answered, and neither of its answers is trusted yet for such a claim. */
    UNTRUSTED_MODEL("Model that is not trusted yet"),
    /** A deterministic check of the text and the DICOM attributes. */
    CHECK("Deterministic check"),
    /** The claim compares with an earlier study, of which the model was shown no image. */
    NO_PRIOR("Nothing, since no earlier study was shown"),
    /** The claim was not assessed. */
    NONE("Nothing");

    private final String words;

    Basis(String words) {
      this.words = words;
    }

    /** As people read it, for example {@code Deterministic check}. */
    public String words() {
      return words;
    }

    /** Whether a rule set the label. A rule has no confidence. */
    public boolean rule() {
      return this == CHECK
          || this == BLANK_PROBE
          || this == CONTRADICTS_OWN_FINDING
          || this == UNTRUSTED_MODEL;
    }

    /** Whether there is no label. */
    public boolean none() {
      return this == NONE || this == NO_PRIOR;
    }
  }

  public Verdict {
    if (basis.rule()) {
      // earlier versions stored 1 for a rule
      confidence = null;
      confidenceBasis = null;
    } else if (confidence != null && confidenceBasis == null) {
      // stored by an early version, which knew no other numbers of a model
      confidenceBasis = ConfidenceBasis.SELF_REPORTED;
    }
    if ((label == null) != basis.none()) {
      throw new IllegalArgumentException("a label has a basis, and nothing else has one");
    }
    if ((confidence == null) != (label == null || basis.rule())
        || (confidence == null) != (confidenceBasis == null)) {
      throw new IllegalArgumentException("a model's label has a confidence and its basis");
    }
    evidence = Texts.copy(evidence);
    findings = Texts.copy(findings);
  }

  /** Whether the claim has a label of a check, or of a model that is trusted for it. */
  public boolean assessed() {
    return label != null && basis != Basis.UNTRUSTED_MODEL;
  }

  /** The verdict of a rule, which has no confidence. */
  public static Verdict byRule(
      int claim, Label label, Basis basis, List<String> evidence, List<String> findings) {
    return new Verdict(claim, label, null, null, basis, evidence, findings);
  }

  /**
   * The verdict for a claim that was not assessed.
   *
   * @param reason one sentence for the clinician
   */
  public static Verdict notAssessed(int claim, String reason) {
    return new Verdict(claim, null, null, null, Basis.NONE, List.of(reason), List.of());
  }

  /**
   * The verdict for a claim that compares, without the images of an earlier study.
   *
   * @param reason one sentence for the clinician
   * @param findings that the claim speaks of: they are not left out of the report
   */
  public static Verdict withoutPrior(int claim, String reason, List<String> findings) {
    return new Verdict(claim, null, null, null, Basis.NO_PRIOR, List.of(reason), findings);
  }
}
