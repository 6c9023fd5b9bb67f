package org.radiologytrust.page.flag;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Label;
import org.radiologytrust.review.Problem;

/**
 * How a label is shown: never by colour alone.
 *
 * @param code class name in the style sheet, and value of {@code data-label} in the text
 * @param symbol one character
 * @param words for the screen reader
 */
public record Sign(String code, String symbol, String words) {
  private static final Sign OTHER_PATIENT = new Sign("critical", "◫", "another patient");
  static final Sign ASKS = new Sign("asks", "?", "a question");
  private static final Sign REVIEW = new Sign("review", "▲", "needs review");
  private static final Sign UNCERTAIN = new Sign("uncertain", "◆", "uncertain");
  private static final Sign SUPPORTED = new Sign("supported", "", "supported");
  private static final Sign NONE = new Sign("none", "○", "not assessed");

  static Sign ofProblem(Problem problem) {
    if (problem.ofPatient()) {
      return OTHER_PATIENT;
    }
    return problem.asks() ? ASKS : of(problem.label());
  }

  /**
   * @param label {@code null} for a claim that was not assessed
   */
  public static Sign of(@Nullable Label label) {
    if (label == null) {
      return NONE;
    }
    return switch (label) {
      case NEEDS_REVIEW -> REVIEW;
      case UNCERTAIN -> UNCERTAIN;
      case SUPPORTED -> SUPPORTED;
    };
  }
}
