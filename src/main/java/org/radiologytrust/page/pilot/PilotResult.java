package org.radiologytrust.page.pilot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.acceptance.AcceptanceResult;
import org.radiologytrust.acceptance.Sum;
import org.radiologytrust.journal.quality.Acceptances.Count;
import org.radiologytrust.journal.quality.Acceptances.Counted;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.quality.Acceptances.Second;
import org.radiologytrust.journal.quality.Acceptances.Verdicts;
import org.radiologytrust.page.door.Csv;
import org.radiologytrust.page.door.Titles;
import org.radiologytrust.review.Share;

/**
 * The result of an acceptance in words.
 *
 * @param reports that were counted
 * @param counts by kind of exam and check
 * @param seconds who read flags that others had read
 */
record PilotResult(
    AcceptanceResult result, int reports, List<Count> counts, List<Second> seconds, Titles titles) {
  PilotResult {
    counts = List.copyOf(counts);
    seconds = List.copyOf(seconds);
  }

  /**
   * A row of the table.
   *
   * @param name of the check, or of checks together
   * @param per100 flags in reports on which the check finished
   * @param sign what becomes of it, as a sign
   * @param then what becomes of it
   */
  record Row(
      String name,
      int flags,
      Share per100,
      int right,
      int notImportant,
      int wrong,
      String sign,
      String then) {
    Share precision() {
      return new Share(right, right + wrong);
    }
  }

  /**
   * Flags of a check on one kind of exam.
   *
   * @param exam empty where the report names none
   */
  record ExamRow(String exam, String check, int flags, Share per100) {}

  boolean go() {
    return result.outcome() != Outcome.NO_GO;
  }

  String sign() {
    return switch (result.outcome()) {
      case GO -> "●";
      case QUIET -> "◑";
      default -> "○";
    };
  }

  String headline() {
    return switch (result.outcome()) {
      case GO -> "Go";
      case QUIET ->
          "Go, with %s quiet: %s"
              .formatted(
                  result.quiet().size() == 1
                      ? "this check"
                      : "these " + result.quiet().size() + " checks",
                  quietNames());
      default -> "No go";
    };
  }

  String quietNames() {
    return result.quiet().stream().map(titles::of).collect(Collectors.joining(", "));
  }

  /**
   * A condition of the rule.
   *
   * @param words what was found, and what the rule asks for
   */
  record Condition(boolean met, String words) {
    String sign() {
      return met ? "✓" : "✗";
    }

    String said() {
      return met ? "met" : "not met";
    }
  }

  /**
   * The conditions of a go. A bound is rounded to the worse side, so that none looks met that is
   * not.
   */
  List<Condition> conditions(Sum sum) {
    Rule rule = result.rule();
    return List.of(
        new Condition(
            sum.fewWrong(rule),
            "Wrong flags: upper bound %s in 100 reports, at most %s"
                .formatted(
                    rounded(sum.bounds().wrongHigh(), RoundingMode.CEILING),
                    Share.number(rule.mostWrong()))),
        new Condition(
            sum.rightEnough(rule),
            "Right, of right and wrong: lower bound %s %%, at least %s %%"
                .formatted(
                    rounded(sum.bounds().rightLow(), RoundingMode.FLOOR),
                    Share.number(rule.leastRight()))),
        new Condition(
            sum.judgedEnough(rule),
            "Flags judged right or wrong: %d, at least %d"
                .formatted(sum.judged(), rule.leastFlags())));
  }

  private static String rounded(double bound, RoundingMode to) {
    return BigDecimal.valueOf(bound).setScale(2, to).toPlainString();
  }

  /** What stays, in one sentence. */
  String summary() {
    Sum kept = result.kept();
    Share wrong = new Share(Math.min(kept.wrong(), reports), reports);
    Share right = new Share(kept.right(), kept.judged());
    return "%s%d flags in %d reports: %s per 100. %s; wrong %s per 100 (%s)."
        .formatted(
            result.outcome() == Outcome.QUIET
                ? "Without " + (result.quiet().size() == 1 ? "it " : "them ")
                : "",
            kept.flags(),
            reports,
            Share.number(100.0 * kept.flags() / reports),
            right.known()
                ? "%s %% of those judged right or wrong were right (%s)"
                    .formatted(right.words(), right.interval())
                : "None was judged right or wrong",
            wrong.words(),
            wrong.interval());
  }

  List<Row> rows() {
    return result.verdicts().stream().map(this::row).toList();
  }

  private Row row(Verdicts one) {
    boolean quiet = result.isQuiet(one);
    String then = go() ? quiet ? "quiet" : "go" : "";
    return new Row(
        titles.of(one.check()),
        one.flags(),
        per100(one.flags(), reports - unfinished(one.check(), c -> true)),
        one.right(),
        one.notImportant(),
        one.wrong(),
        then.isEmpty() ? "" : quiet ? "–" : "✓",
        then);
  }

  List<Row> totals() {
    Row all = total("All checks (%d)".formatted(result.all().checks()), result.all());
    return result.outcome() == Outcome.QUIET
        ? List.of(
            all, total("Those that stay (%d)".formatted(result.kept().checks()), result.kept()))
        : List.of(all);
  }

  private Row total(String name, Sum sum) {
    return new Row(
        name,
        sum.flags(),
        per100(sum.flags(), reports),
        sum.right(),
        sum.notImportant(),
        sum.wrong(),
        "",
        "");
  }

  /** A report may have more than one flag: more than all is shown as all. */
  private static Share per100(int flags, int of) {
    return new Share(Math.min(flags, of), of);
  }

  private int unfinished(String check, Predicate<Count> which) {
    return counts.stream()
        .filter(c -> c.counted() == Counted.UNFINISHED && c.check().equals(check))
        .filter(which)
        .mapToInt(Count::n)
        .sum();
  }

  /** Checks with flags, by kind of exam. */
  List<ExamRow> exams() {
    List<ExamRow> rows = new ArrayList<>();
    for (Count flags : counts) {
      if (flags.counted() == Counted.TELL) {
        int of =
            counts.stream()
                .filter(c -> c.counted() == Counted.REPORT)
                .filter(c -> c.modality().equals(flags.modality()))
                .mapToInt(Count::n)
                .sum();
        int left = unfinished(flags.check(), c -> c.modality().equals(flags.modality()));
        rows.add(
            new ExamRow(
                flags.modality(),
                titles.of(flags.check()),
                flags.n(),
                per100(flags.n(), of - left)));
      }
    }
    rows.sort(Comparator.comparing(ExamRow::exam).thenComparing(ExamRow::check));
    return rows;
  }

  /** How many there were in all reports. */
  int counted(Counted what) {
    return counts.stream().filter(c -> c.counted() == what).mapToInt(Count::n).sum();
  }

  /** Flags that were there when it began and went with an erasure. */
  int erased() {
    return Math.max(0, counted(Counted.TELL) - result.all().flags());
  }

  /** The table, then the rows by kind of exam, in which nobody's verdicts are. */
  String csv() {
    List<String> head =
        List.of(
            "check",
            "exam",
            "flags",
            "reports",
            "flags_per_100",
            "flags_per_100_low",
            "flags_per_100_high",
            "right",
            "not_important",
            "wrong",
            "precision",
            "precision_low",
            "precision_high",
            "then");
    List<List<String>> rows = new ArrayList<>();
    rows().forEach(row -> rows.add(fields(row)));
    totals().forEach(row -> rows.add(fields(row)));
    exams().forEach(row -> rows.add(fields(row)));
    return Csv.text(head, rows);
  }

  private static List<String> fields(Row row) {
    return Stream.of(
            Stream.of(row.name(), "", row.flags() + "", row.per100().of() + ""),
            numbers(row.per100()),
            Stream.of(row.right() + "", row.notImportant() + "", row.wrong() + ""),
            numbers(row.precision()),
            Stream.of(row.then()))
        .flatMap(part -> part)
        .toList();
  }

  private static List<String> fields(ExamRow row) {
    return Stream.of(
            Stream.of(
                row.check(),
                row.exam().isEmpty() ? "not named" : row.exam(),
                row.flags() + "",
                row.per100().of() + ""),
            numbers(row.per100()),
            Stream.of("", "", "", "", "", "", ""))
        .flatMap(part -> part)
        .toList();
  }

  private static Stream<String> numbers(Share share) {
    return share.known()
        ? Stream.of(share.value(), share.low(), share.high())
            .map(n -> String.format(Locale.ROOT, "%.3f", n))
        : Stream.of("", "", "");
  }
}
