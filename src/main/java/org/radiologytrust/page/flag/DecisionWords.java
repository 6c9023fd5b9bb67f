package org.radiologytrust.page.flag;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Decision.Follows;
import org.radiologytrust.review.Decision.Kind;
import org.radiologytrust.review.FlagVerdict;

/**
 * Decisions in words.
 *
 * @param user login name of the reader, who is called "you"
 * @param reasons of the site
 */
public record DecisionWords(String user, Instant now, Reasons reasons) {
  /** One word, for the row of the list. */
  static String state(Kind kind) {
    return switch (kind) {
      case AGREE -> "agreed";
      case DISMISS -> "dismissed";
      case REWORD -> "reworded";
      case LEFT -> "left";
      case CORRECTED -> "corrected";
      case UNCLEAR -> "unclear";
      case WRONG_IMAGES -> "wrong images";
      case WRONG_REPORT -> "wrong report";
      case ASK_OPERATOR -> "operator asked";
      case SAME_PATIENT -> "same patient";
      case UNDO -> "undone";
    };
  }

  /**
   * Such as {@code dismissed}; more than one word where one does not say whether the flag was
   * right.
   */
  public static String did(Kind kind) {
    return switch (kind) {
      case LEFT -> "left as it is";
      case UNCLEAR -> "what became of it cannot be said";
      case WRONG_IMAGES -> "images called wrong";
      case WRONG_REPORT -> "report called wrong";
      case SAME_PATIENT -> "called the same patient";
      default -> state(kind);
    };
  }

  /** What a reason says about the flag. */
  public static String verdict(FlagVerdict verdict) {
    return switch (verdict) {
      case RIGHT -> "right";
      case NOT_IMPORTANT -> "right, but not important";
      case WRONG -> "wrong";
    };
  }

  /** Such as {@code you dismissed it, 10:45: meant as written (flag right, but not important)}. */
  public String who(Decision decision) {
    String who = decision.user().equals(user) ? "you" : decision.user();
    String did =
        switch (decision.kind()) {
          case AGREE -> who + " agreed";
          case DISMISS -> who + " dismissed it";
          case REWORD -> who + " reworded it";
          case LEFT -> who + " left the report as it is";
          case CORRECTED -> "corrected";
          case UNCLEAR -> "what became of it cannot be said";
          case WRONG_IMAGES -> who + " said that the images are wrong";
          case WRONG_REPORT -> who + " said that the report is wrong";
          case ASK_OPERATOR -> who + " asked the operator";
          case SAME_PATIENT -> who + " said that it is the same patient";
          case UNDO -> "undone by " + who;
        };
    return did + inVersion(decision) + ", " + when(decision) + because(decision);
  }

  /** Such as {@code you agreed in version 1}. */
  String agreed(Decision decision) {
    return (decision.user().equals(user) ? "you" : decision.user())
        + " agreed"
        + inVersion(decision);
  }

  /** Such as {@code dismissed by Dr. B, 10:41: the report is right (flag wrong)}. */
  String by(Decision decision) {
    return did(decision.kind())
        + " by "
        + decision.user()
        + ", "
        + when(decision)
        + because(decision);
  }

  /** As {@link #by}, with the day and the new wording: paper is read on other days. */
  public String onPaper(Decision decision) {
    return what(decision) + ". " + decision.user() + ", " + Times.dateTime(decision.at());
  }

  /** Such as {@code reworded: “Left pleural effusion.”}. */
  public String what(Decision decision) {
    return did(decision.kind())
        + inVersion(decision)
        + because(decision)
        + (decision.kind() == Kind.REWORD ? ": “" + decision.text() + "”" : "");
  }

  public String when(Decision decision) {
    return Times.when(decision.at(), now);
  }

  /** For how long it is to be corrected, such as {@code 12 min}. */
  public String age(Decision agreed) {
    return Times.age(agreed.at(), now);
  }

  /** Such as {@code in version 1} of what the engine follows; empty for anything else. */
  public static String inVersion(Decision decision) {
    Follows follows = decision.follows();
    return follows == null || decision.kind() == Kind.UNCLEAR
        ? ""
        : " in version " + follows.version();
  }

  /** The reason of a dismissal with its note, or why a report is left as it is; or empty. */
  private String because(Decision decision) {
    return switch (decision.kind()) {
      case DISMISS ->
          ": "
              + lower(reasons.words(decision.reason()))
              + (decision.text().isEmpty() ? "" : ", “" + decision.text() + "”")
              + flag(decision.verdict());
      case LEFT -> ": “" + decision.text() + "”";
      default -> "";
    };
  }

  /** Decisions of earlier versions have no verdict. */
  private static String flag(@Nullable FlagVerdict verdict) {
    return verdict == null ? "" : " (flag " + verdict(verdict) + ")";
  }

  private static String lower(String words) {
    return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }
}
