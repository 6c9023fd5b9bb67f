package org.radiologytrust.publish.resources;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;

/** Displays of decisions, and the sentences that narratives tell them in. */
final class DecisionWords {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private DecisionWords() {}

  static String display(Decision.Kind kind) {
    return switch (kind) {
      case AGREE -> "Agreed";
      case DISMISS -> "Dismissed";
      case REWORD -> "Reworded";
      case LEFT -> "Left as it is";
      case CORRECTED -> "Corrected";
      case UNCLEAR -> "Outcome cannot be said";
      case WRONG_IMAGES -> "Wrong images";
      case WRONG_REPORT -> "Wrong report";
      case ASK_OPERATOR -> "Operator asked";
      case SAME_PATIENT -> "Same patient";
      case UNDO -> "Decision undone";
    };
  }

  static String display(FlagVerdict verdict) {
    return switch (verdict) {
      case RIGHT -> "Right";
      case NOT_IMPORTANT -> "Right, but not important";
      case WRONG -> "Wrong";
    };
  }

  /** What was decided about a problem, by whom and when. */
  static String told(Problem problem, Decision decision) {
    String more =
        switch (decision.kind()) {
          case DISMISS ->
              " Reason: "
                  + decision.reason()
                  + (decision.text().isBlank() ? "" : ", “" + decision.text() + "”")
                  + ".";
          case REWORD -> " New wording: “" + decision.text() + "”.";
          case LEFT -> " Why: “" + decision.text() + "”.";
          default -> "";
        };
    if (decision.kind().outcome()) {
      return outcome(problem, decision);
    }
    return display(decision.kind())
        + ": "
        + about(problem)
        + "."
        + more
        + carried(decision)
        + " By "
        + decision.user()
        + ", "
        + TIME.format(decision.at())
        + ".";
  }

  /** What became of a problem that a person agreed with. */
  private static String outcome(Problem problem, Decision decision) {
    int version = decision.follows() == null ? 0 : decision.follows().version();
    return (decision.kind() == Decision.Kind.CORRECTED
            ? "Corrected in version " + version
            : "In version " + version + " nothing can be said about it")
        + ": "
        + about(problem)
        + ". "
        + TIME.format(decision.at())
        + ".";
  }

  private static String carried(Decision decision) {
    return decision.follows() == null
        ? ""
        : " Carried on by the engine from version " + decision.follows().version() + ".";
  }

  private static String about(Problem problem) {
    return switch (problem.type()) {
      case Problem.MODEL -> "label of the model";
      case Problem.BLANK_PROBE -> "probe with a blank image";
      case Problem.OMISSION -> "possible omission";
      case Problem.OTHER_PATIENT -> "images of another patient";
      default -> "check " + problem.type();
    };
  }
}
