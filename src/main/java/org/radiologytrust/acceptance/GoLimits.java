package org.radiologytrust.acceptance;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.radiologytrust.journal.quality.Acceptances.Rule;

/**
 * How many reports, wrong flags and right flags a rule allows a go with: known before one is read.
 */
public record GoLimits(Rule rule) {
  private static final int MOST = 1 << 28;
  private static final List<String> WRONG =
      List.of("without a wrong flag", "with one", "with two", "with three");

  /** The fewest reports in which so many wrong flags are few enough. */
  public int reports(int wrong) {
    return least(n -> sum(n, 0, wrong).fewWrong(rule));
  }

  /** The most wrong flags in so many reports; empty if even none would be too many. */
  public OptionalInt wrong(int reports) {
    int tooMany = least(wrong -> !sum(reports, 0, wrong - 1).fewWrong(rule)) - 1;
    return tooMany == 0 ? OptionalInt.empty() : OptionalInt.of(Math.min(tooMany - 1, reports));
  }

  /** The fewest right ones of so many flags that were judged right or wrong. */
  public int right(int judged) {
    return least(right -> right > judged || sum(1, right, judged - right).rightEnough(rule));
  }

  private static Sum sum(int reports, int right, int wrong) {
    return new Sum(reports, 1, right + wrong, right, 0, wrong);
  }

  /** The smallest number from 1 on for which something is true that stays true from there on. */
  private static int least(IntPredicate isEnough) {
    int tooFew = 0;
    int enough = 1;
    while (enough < MOST && !isEnough.test(enough)) {
      tooFew = enough;
      enough *= 2;
    }
    while (enough - tooFew > 1) {
      int middle = tooFew + (enough - tooFew) / 2;
      if (isEnough.test(middle)) {
        enough = middle;
      } else {
        tooFew = middle;
      }
    }
    return enough;
  }

  /** Such as {@code a go needs at least 381 reports without a wrong flag, 563 with one}. */
  public String needed() {
    return "A go needs at least "
        + IntStream.range(0, WRONG.size())
            .mapToObj(
                wrong ->
                    number(reports(wrong)) + (wrong == 0 ? " reports " : " ") + WRONG.get(wrong))
            .collect(Collectors.joining(", "))
        + ".";
  }

  /** What so many reports allow. */
  public String in(int reports) {
    OptionalInt wrong = wrong(reports);
    return wrong.isEmpty()
        ? "With %s no result can be a go.".formatted(reports(number(reports), reports))
        : "With %s at most %s may be wrong."
            .formatted(
                reports(number(reports), reports),
                wrong.getAsInt() == 1 ? "1 flag" : number(wrong.getAsInt()) + " flags");
  }

  /** How many flags must be judged, and right. */
  public String judged() {
    int judged = rule.leastFlags();
    return "At least %s must be judged right or wrong; of so many, at least %s right."
        .formatted(judged == 1 ? "1 flag" : number(judged) + " flags", number(right(judged)));
  }

  private static String reports(String number, int reports) {
    return number + (reports == 1 ? " report" : " reports");
  }

  private static String number(int n) {
    return String.format(Locale.ENGLISH, "%,d", n);
  }
}
