package org.radiologytrust.checks;

import java.util.List;

/**
 * What the checks of one report found. A report without flags is checked as far as the other parts
 * say, and no further.
 *
 * @param flags grouped by check, in the order of {@link ReportChecker#rules}
 * @param notMade the checks that lacked an input other than {@link Rule.Input#EARLIER}
 * @param unfinished the checks that began and did not finish; what they found so far stands
 * @param unread what of the text no check reads, in words, such as {@code text in a line with a
 *     signature}
 */
public record Result(
    List<Flag> flags, List<NotMade> notMade, List<Unfinished> unfinished, List<String> unread) {
  public Result {
    flags = List.copyOf(flags);
    notMade = List.copyOf(notMade);
    unfinished = List.copyOf(unfinished);
    unread = List.copyOf(unread);
  }

  /** What people are shown: the same without the flags that are {@link Flag.Strength#QUIET}. */
  public Result shown() {
    List<Flag> loud = flags.stream().filter(f -> f.strength() != Flag.Strength.QUIET).toList();
    return new Result(loud, notMade, unfinished, unread);
  }

  /**
   * A check that was not made.
   *
   * @param missing the input that it lacked, such as {@code birth date}
   */
  public record NotMade(String check, String missing) {}

  /** A check that did not finish. */
  public record Unfinished(String check, Reason reason) {}

  /** Why a check did not finish. */
  public enum Reason {
    /** The report has more than the check compares. */
    LENGTH,
    /** The time for the checks of this report was over. */
    TIME,
    /** The report is not in the language of the word lists. */
    LANGUAGE,
    /** The check failed. */
    ERROR
  }
}
