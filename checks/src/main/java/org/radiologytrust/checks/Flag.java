package org.radiologytrust.checks;

import java.util.List;
import java.util.Objects;

/**
 * A problem of a report.
 *
 * @param check the {@linkplain Rule#id id} of the check
 * @param place the words that are wrong or doubtful
 * @param against what contradicts them: other words of the report, or a value of the context
 * @param action one English sentence that tells the author what to do
 * @param strength how loudly the check may speak; what a check of one's own says here is replaced
 * @param why one English sentence that says why it only asks; empty otherwise
 * @param weight how heavy it weighs for the patient; what a check of one's own says here is
 *     replaced
 * @param lists file and key of the word lists that have its words; what a check of one's own says
 *     here is replaced
 */
public record Flag(
    String check,
    Level level,
    Place place,
    Place against,
    String action,
    Strength strength,
    String why,
    Weight weight,
    List<String> lists) {
  /**
   * @throws IllegalArgumentException if {@code place} is not in the report
   */
  public Flag {
    Objects.requireNonNull(check, "check");
    Objects.requireNonNull(level, "level");
    Objects.requireNonNull(against, "against");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(strength, "strength");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(weight, "weight");
    lists = List.copyOf(lists);
    if (place.span() == null) {
      throw new IllegalArgumentException("a flag needs a place in the report: " + check);
    }
  }

  /**
   * A flag that tells.
   *
   * @throws IllegalArgumentException if {@code place} is not in the report
   */
  public Flag(String check, Level level, Place place, Place against, String action) {
    this(
        check,
        level,
        place,
        against,
        action,
        Strength.TELL,
        "",
        level == Level.WARNING ? Weight.CONTRADICTION : Weight.REST,
        List.of());
  }

  /**
   * How heavy a flag weighs, the heaviest first. The file {@code check/weights.yaml} gives each
   * check one.
   */
  public enum Weight {
    /** A critical finding of which nobody was told. */
    CRITICAL,
    /** The wrong side, sex, organ or part of the body. */
    SIDE,
    /** Two other statements that cannot both be right. */
    CONTRADICTION,
    /** What is left out or is worded badly. */
    REST
  }

  /** How loudly a check may speak. The file {@code check/strengths.yaml} gives each check one. */
  public enum Strength {
    /** Look at it. */
    TELL,
    /** The check is not known to be right often enough: look at it if there is time. */
    ASK,
    /** Only for a record: {@link Result#shown} leaves it out. */
    QUIET
  }

  /** How sure the check is. */
  public enum Level {
    /** Something is left out, or is not clear. */
    NOTE,
    /** Two statements cannot both be right. */
    WARNING
  }

  /** Withholds the report's words, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Flag[" + check + ", " + level + ", " + strength + "]";
  }
}
