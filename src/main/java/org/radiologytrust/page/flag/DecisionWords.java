package org.radiologytrust.page.flag;

import java.time.Instant;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.review.Decision;

/**
 * Decisions in words.
 *
 * @param user login name of the reader, who is called "you"
 * @param reasons of the site
 */
public record DecisionWords(String user, Instant now, Reasons reasons) {
  /** One word, for the row of the list. */
  static String state(Decision.Kind kind) {
    return switch (kind) {
      case AGREE -> "agreed";
      case DISMISS -> "dismissed";
      case REWORD -> "reworded";
      case LEARNING -> "learning";
      case LEFT -> "left as it is";
      case CORRECTED -> "corrected";
      case UNCLEAR -> "cannot be said";
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
  public static String did(Decision.Kind kind) {
    return switch (kind) {
      case LEARNING -> "agreed, kept as a learning case";
      case WRONG_IMAGES -> "images called wrong";
      case WRONG_REPORT -> "report called wrong";
      case SAME_PATIENT -> "called the same patient";
      default -> state(kind);
    };
  }

  /** Such as {@code you dismissed it, 10:45: true, but meant as written}. */
  public String who(Decision decision) {
    String who = decision.user().equals(user) ? "you" : decision.user();
    String did =
        switch (decision.kind()) {
          case AGREE -> who + " agreed";
          case DISMISS -> who + " dismissed it";
          case REWORD -> who + " reworded it";
          case LEARNING -> who + " agreed and kept it as a learning case";
          case LEFT -> who + " left the report as it is";
          case CORRECTED -> "corrected";
          case UNCLEAR -> "what became of it cannot be said";
          case WRONG_IMAGES -> who + " said that the images are wrong";
          case WRONG_REPORT -> who + " said that the report is wrong";
          case ASK_OPERATOR -> who + " asked the operator";
          case SAME_PATIENT -> who + " said that it is the same patient";
          case UNDO -> "undone by " + who;
        };
    return did + ", " + when(decision) + because(decision);
  }

  /** Such as {@code dismissed by Dr. B, 10:41: the flag is wrong}. */
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
        + because(decision)
        + (decision.kind() == Decision.Kind.REWORD ? ": “" + decision.text() + "”" : "");
  }

  public String when(Decision decision) {
    return Times.when(decision.at(), now);
  }

  /** The reason with its note; empty unless it is a dismissal. */
  private String because(Decision decision) {
    if (decision.kind() != Decision.Kind.DISMISS) {
      return "";
    }
    String reason = reasons.words(decision.reason());
    return ": " + lower(reason) + (decision.text().isEmpty() ? "" : ", “" + decision.text() + "”");
  }

  private static String lower(String words) {
    return words.isEmpty() ? words : Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }
}
