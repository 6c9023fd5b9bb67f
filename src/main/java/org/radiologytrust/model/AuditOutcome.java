package org.radiologytrust.model;

import java.util.List;
import java.util.Locale;

/** How a run over a report version ended. */
public enum AuditOutcome {
  /** A model assessed at least one claim. */
  AUDITED,
  /** No model assessed any claim. The deterministic checks ran, and may have flagged claims. */
  CHECKED_ONLY,
  /** There is no audit. */
  NOT_AUDITABLE;

  /** The step that assesses claims. */
  private static final String ASSESSMENT = "alignment";

  /** As the journal and the metrics have it, e.g. {@code checked_only}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** In words, e.g. {@code checked only}. */
  public String words() {
    return code().replace('_', ' ');
  }

  /**
   * The outcome of a complete run.
   *
   * @param verdicts as the model gave them, before the checks replaced any
   */
  public static AuditOutcome of(List<Verdict> verdicts) {
    return verdicts.stream().anyMatch(v -> v.label() != null) ? AUDITED : CHECKED_ONLY;
  }

  /**
   * The outcome of an audit that was stored before audits named theirs. Its checks may have
   * replaced the model's labels, so what was asked of the models counts too. Migration V4 has the
   * same rule.
   */
  static AuditOutcome stored(String failure, List<Verdict> verdicts, List<ModelUse> models) {
    if (!failure.isEmpty()) {
      return NOT_AUDITABLE;
    }
    boolean assessed =
        models.stream().anyMatch(use -> use.step().equals(ASSESSMENT))
            || verdicts.stream()
                .anyMatch(v -> v.basis() != Verdict.Basis.CHECK && v.basis() != Verdict.Basis.NONE);
    return assessed ? AUDITED : CHECKED_ONLY;
  }
}
