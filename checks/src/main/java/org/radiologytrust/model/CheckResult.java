package org.radiologytrust.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * A problem that a deterministic check found. It overrides the model's verdict, unless it is quiet.
 *
 * @param check the check's name, for example {@code side-order}
 * @param label {@link Label#UNCERTAIN} or {@link Label#NEEDS_REVIEW}
 * @param first the words of the report that are wrong or doubtful; always has a span
 * @param second the contradicting evidence: another place in the report, or a field
 * @param action one sentence that tells the radiologist what to do
 * @param quiet whether it is only published, and changes no label, score or count
 */
public record CheckResult(
    String check,
    Label label,
    Evidence first,
    Evidence second,
    String action,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean quiet) {
  public CheckResult {
    if (first.span() == null) {
      throw new IllegalArgumentException(
          "the first evidence of a check must have a span in the report: " + check);
    }
  }

  /** A result that counts. */
  public CheckResult(String check, Label label, Evidence first, Evidence second, String action) {
    this(check, label, first, second, action, false);
  }

  /** The same result, not counted. */
  public CheckResult asQuiet() {
    return new CheckResult(check, label, first, second, action, true);
  }
}
