package org.radiologytrust.model;

/**
 * A problem that a deterministic check found. It overrides the model's verdict.
 *
 * @param check the check's name, for example {@code side-order}
 * @param label {@link Label#UNCERTAIN} or {@link Label#NEEDS_REVIEW}
 * @param first the words of the report that are wrong or doubtful; always has a span
 * @param second the contradicting evidence: another place in the report, or a field
 * @param action one sentence that tells the radiologist what to do
 */
public record CheckResult(
    String check, Label label, Evidence first, Evidence second, String action) {
  public CheckResult {
    if (first.span() == null) {
      throw new IllegalArgumentException(
          "the first evidence of a check must have a span in the report: " + check);
    }
  }
}
