package org.radiologytrust.model;

/**
 * What a deterministic check found. It wins over the model.
 *
 * @param check the check's name, e.g. {@code laterality-order}
 * @param label {@link Label#UNCERTAIN} or {@link Label#NEEDS_REVIEW}
 * @param first always a place in the report: the words that are wrong or doubtful
 * @param second what they are held against
 * @param action one sentence that tells the radiologist what to do
 */
public record CheckResult(
    String check, Label label, Evidence first, Evidence second, String action) {
  public CheckResult {
    if (first.span() == null) {
      throw new IllegalArgumentException("a check points at the report first: " + check);
    }
  }
}
