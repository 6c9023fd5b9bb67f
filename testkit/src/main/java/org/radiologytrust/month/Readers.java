package org.radiologytrust.month;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.radiologytrust.journal.quality.Readings.Answer;
import org.radiologytrust.lab.checks.SeededReports;
import org.radiologytrust.lab.synth.RandomDraw;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;

/**
 * People who judge flags in three classes. What is true of each flag is fixed: a flag of a seeded
 * error is right, of all others it is drawn by check. A person says so with a chance, and otherwise
 * one of the two other classes.
 */
final class Readers {
  static final List<String> NAMES = List.of("ann", "bob", "cyd", "dan", "eve");

  /** Of a hundred reports without a seeded error that nobody flags, so many lack a flag. */
  private static final int LACKING = 1;

  private final long seed;
  private final int right;

  /**
   * @param right how many of a hundred judgements are those that are true
   */
  Readers(long seed, int right) {
    this.seed = seed;
    this.right = right;
  }

  /** What is true of a flag. */
  static FlagVerdict truth(SeededReports.One one, Flagged flag) {
    if (flag.check.equals(one.error())) {
      return FlagVerdict.RIGHT;
    }
    int percent = 25 + new RandomDraw(flag.check.hashCode()).below(60);
    RandomDraw draw = new RandomDraw(one.number(), flag.what.hashCode());
    return draw.percent(percent)
        ? FlagVerdict.RIGHT
        : draw.percent(60) ? FlagVerdict.WRONG : FlagVerdict.NOT_IMPORTANT;
  }

  /**
   * A flag of a report.
   *
   * @param what the words of the report
   */
  record Flagged(String check, String what) {
    static Flagged of(Problem problem) {
      return new Flagged(
          problem.type(),
          problem.checks().stream()
              .map(r -> r.first().value())
              .distinct()
              .sorted()
              .collect(Collectors.joining("|")));
    }
  }

  /** Whether a report that nobody flags lacks a flag. */
  static Answer truth(SeededReports.One one) {
    boolean lacks = !one.error().isEmpty() || new RandomDraw(one.number(), 7).percent(LACKING);
    return lacks ? Answer.WRONG : Answer.RIGHT;
  }

  /** What a person says about a flag: always the same about the same. */
  FlagVerdict say(String user, SeededReports.One one, Flagged flag) {
    FlagVerdict truth = truth(one, flag);
    RandomDraw draw = draw(user, one, flag.what);
    return draw.percent(right) ? truth : other(List.of(FlagVerdict.values()), truth, draw);
  }

  /** What a person says about a report that nobody flags. */
  Answer say(String user, SeededReports.One one) {
    Answer truth = truth(one);
    RandomDraw draw = draw(user, one, "");
    return draw.percent(right)
        ? truth
        : other(List.of(Answer.RIGHT, Answer.NOT_IMPORTANT, Answer.WRONG), truth, draw);
  }

  private RandomDraw draw(String user, SeededReports.One one, String what) {
    return new RandomDraw(seed, user.hashCode(), one.number(), what.hashCode());
  }

  private static <T> T other(List<T> all, T but, RandomDraw draw) {
    return draw.pick(all.stream().filter(one -> !one.equals(but)).toList());
  }

  static Answer answer(FlagVerdict verdict) {
    return Map.of(
            FlagVerdict.RIGHT, Answer.RIGHT,
            FlagVerdict.NOT_IMPORTANT, Answer.NOT_IMPORTANT,
            FlagVerdict.WRONG, Answer.WRONG)
        .get(verdict);
  }
}
