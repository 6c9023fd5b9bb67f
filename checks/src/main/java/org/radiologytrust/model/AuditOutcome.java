package org.radiologytrust.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How a run over a report version ended. */
public enum AuditOutcome {
  /** A model assessed at least one claim. */
  AUDITED,
  /** No model assessed any claim. The deterministic checks ran, and may have flagged claims. */
  CHECKED_ONLY,
  /** There is no audit, or only the checks ran because the images are of another patient. */
  NOT_AUDITABLE;

  /** The step that assesses claims. */
  private static final String ASSESSMENT = "alignment";

  /** The code that the journal and the metrics use, for example {@code checked_only}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a state of a report version is that of an audit that has ended. */
  public static boolean isCode(String state) {
    return Arrays.stream(values()).anyMatch(outcome -> outcome.code().equals(state));
  }

  /** The outcome in words, for example {@code checked only}. */
  public String words() {
    return code().replace('_', ' ');
  }

  /**
   * The outcome of a complete run.
   *
   * @param verdicts the model's verdicts, before the checks replace any
   */
  public static AuditOutcome of(List<Verdict> verdicts) {
    return verdicts.stream().anyMatch(v -> v.label() != null) ? AUDITED : CHECKED_ONLY;
  }

  /**
   * The outcome of a stored audit that has none, because it was written by an early version. The
   * checks may have replaced the model's labels, so a model use counts as an assessment too.
   * Migration V4 applies the same rule.
   */
  static AuditOutcome stored(String failure, List<Verdict> verdicts, List<ModelUse> models) {
    if (!failure.isEmpty()) {
      return NOT_AUDITABLE;
    }
    boolean assessed =
        models.stream().anyMatch(use -> use.step().equals(ASSESSMENT))
            || verdicts.stream()
                .anyMatch(v -> v.basis() != Verdict.Basis.CHECK && !v.basis().none());
    return assessed ? AUDITED : CHECKED_ONLY;
  }
}
