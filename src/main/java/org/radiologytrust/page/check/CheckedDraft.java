package org.radiologytrust.page.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.checks.Result;
import org.radiologytrust.checks.Result.NotMade;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.UnfinishedCheck.Reason;
import org.radiologytrust.page.flag.DecisionWords;
import org.radiologytrust.page.flag.FlagsColumn;
import org.radiologytrust.page.flag.ReportText;

/**
 * What the checks found in a report that is still open, and what they could not look at.
 *
 * @param known what was typed about the report, in words
 * @param result the answer of the library, which names what was not checked
 * @param image what became of the image
 */
record CheckedDraft(
    String known,
    ReportText text,
    FlagsColumn column,
    DecisionWords words,
    Audit audit,
    Result result,
    Image image) {
  /** What a line under "Not checked" says: what is missing, and what follows. */
  record Left(String what, String checks) {}

  /**
   * What became of the image.
   *
   * @param problem why it was not compared with the text; empty if it was
   * @param notes what the model's steps say of their own result
   */
  record Image(boolean given, String problem, List<String> notes) {
    static final Image NONE = new Image(false, "", List.of());

    boolean compared() {
      return given && problem.isEmpty();
    }
  }

  /**
   * The same for a text that came with an image.
   *
   * @param problem why it was not compared with the text; empty if it was
   * @param notes what the model's steps say of their own result
   */
  CheckedDraft looked(String problem, List<String> notes) {
    return new CheckedDraft(
        known, text, column, words, audit, result, new Image(true, problem, notes));
  }

  /** What the flags are based on, in words. */
  String basis() {
    return image.compared() ? column.assessed() : "text checks only";
  }

  boolean flagged() {
    return !column.all().isEmpty();
  }

  /** Whether the text is in a language that the checks cannot read: nothing is known about it. */
  boolean otherLanguage() {
    return audit.unfinished().stream().anyMatch(check -> check.reason() == Reason.LANGUAGE);
  }

  /** What the text was not compared with; empty if it was compared with all. */
  String notCompared() {
    return Stream.of(
            image.compared() ? "" : "the images",
            audit.earlier().isEmpty() ? "earlier reports" : "")
        .filter(what -> !what.isEmpty())
        .collect(Collectors.joining(", and "));
  }

  /** The checks that did not finish, each with the reason. */
  List<String> unfinished() {
    return UnfinishedCheck.told(audit.unfinished());
  }

  /** What was not looked at: checks that lacked an input, and parts of the text. */
  List<Left> left() {
    Map<String, String> missing =
        result.notMade().stream()
            .collect(
                Collectors.groupingBy(
                    NotMade::missing,
                    LinkedHashMap::new,
                    Collectors.mapping(NotMade::check, Collectors.joining(", "))));
    List<Left> left = new ArrayList<>();
    missing.forEach((what, checks) -> left.add(new Left("no " + what, checks)));
    result.unread().forEach(what -> left.add(new Left("not read", what)));
    return left;
  }

  /** Such as {@code 2 flags, 1 question}. */
  String counts() {
    if (otherLanguage()) {
      return flagged() ? counted() + ", otherwise not checked" : "not checked";
    }
    if (image.given() && !image.compared()) {
      return counted() + ", image not compared";
    }
    return counted();
  }

  private String counted() {
    int questions = column.questions().size();
    return counted(column.flags().size(), "flag")
        + (questions == 0 ? "" : ", " + counted(questions, "question"));
  }

  private static String counted(int number, String what) {
    return number == 0 ? "no " + what : number + " " + what + (number == 1 ? "" : "s");
  }

  /** Withholds the report. */
  @Override
  public String toString() {
    return "CheckedDraft[withheld]";
  }
}
