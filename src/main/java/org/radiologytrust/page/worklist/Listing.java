package org.radiologytrust.page.worklist;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.page.door.ShadowWords;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.door.Titles;

/**
 * The rows of the worklist that a page shows, and how many there are.
 *
 * @param counts number of matching reports by state, whichever states are shown
 * @param with number of reports that would be shown with a criterion that has a button of its own
 * @param older number of reports with open problems that only the period leaves out
 * @param outside what the search would find without the filters
 * @param seen stands for what the page shows: the server compares it when the page looks again
 * @param busy whether the journal gave no answer in time
 * @param at when the rows were read
 * @param titles the short name of each type of problem
 */
record Listing(
    Choice choice,
    List<ListedReport> rows,
    Map<State, Integer> counts,
    Map<Choice.Criterion, Integer> with,
    int older,
    Outside outside,
    String seen,
    boolean busy,
    Instant at,
    Titles titles) {
  /** Rows on one page, and how many each "more" adds. */
  static final int STEP = 50;

  /** Whoever wants to see more filters. */
  static final int MAX = 1000;

  Listing {
    rows = List.copyOf(rows);
    counts = Map.copyOf(counts);
    with = Map.copyOf(with);
  }

  int count(State state) {
    return counts.getOrDefault(state, 0);
  }

  /** How many reports are in the states that are shown. */
  int total() {
    return choice.states().stream().mapToInt(this::count).sum();
  }

  /** How many reports there are, without the withdrawn ones and those of a trial. */
  int all() {
    return counts.values().stream().mapToInt(Integer::intValue).sum()
        - count(State.WITHDRAWN)
        - count(State.TRIAL);
  }

  /** Whether none has come that is in a sum, and no filter leaves it out. */
  boolean nothingCame() {
    return all() == 0 && (choice.plain() || choice.text().isEmpty() && count(State.TRIAL) > 0);
  }

  /** What came instead: not being in a sum does not mean that nothing came. */
  String whatCame() {
    String when = bounded() ? choice.period().words() : "";
    if (count(State.TRIAL) > 0) {
      return ShadowWords.notShown(count(State.TRIAL)) + ".";
    }
    if (count(State.WITHDRAWN) > 0) {
      return "Only withdrawn reports have come" + when + ".";
    }
    return "No report has come" + (bounded() ? when : " yet") + ".";
  }

  /** The rows under their headings, in their order. */
  List<RowGroup> groups() {
    return RowGroup.of(rows, corrections());
  }

  /** Whether only what is to be corrected is shown, which has columns of its own. */
  boolean corrections() {
    return choice.alone(State.TO_CORRECT);
  }

  /** In which order the rows are, in words. */
  String order() {
    if (corrections()) {
      return "Past the reminder first";
    }
    return choice.states().stream().anyMatch(State.TO_DO::contains)
        ? "Worst first"
        : "Newest first";
  }

  /**
   * How many reports there are, and in which time; the withdrawn ones and those of a trial apart.
   */
  String sum() {
    int withdrawn = count(State.WITHDRAWN);
    return number(all())
        + (all() == 1 ? " report" : " reports")
        + choice.period().words()
        + (choice.text().isEmpty() && choice.filtered().isEmpty() ? "" : ", filtered")
        + "."
        + switch (withdrawn) {
          case 0 -> "";
          case 1 -> " 1 withdrawn one is in none of these numbers.";
          default -> " " + number(withdrawn) + " withdrawn ones are in none of these numbers.";
        }
        + trial();
  }

  private String trial() {
    int trial = count(State.TRIAL);
    return trial == 0
        ? ""
        : " " + number(trial) + " in the trial: their results are not shown here.";
  }

  /** Such as {@code 1,305}. */
  String number(State state) {
    return number(count(state));
  }

  /** The same with a criterion. */
  String number(Choice.Criterion criterion) {
    return number(with.getOrDefault(criterion, 0));
  }

  private static String number(int n) {
    return String.format(Locale.ENGLISH, "%,d", n);
  }

  /** Whether these are all rows. */
  boolean complete() {
    return !busy && rows.size() >= total();
  }

  boolean hasMore() {
    return rows.size() < Math.min(total(), MAX);
  }

  /** How many rows the page has after "more". */
  int next() {
    return Math.min(rows.size() + STEP, MAX);
  }

  /** Whether the time leaves reports out. */
  boolean bounded() {
    return choice.period() != Period.ALL;
  }

  List<UUID> reports() {
    return rows.stream().map(listed -> listed.row().report()).toList();
  }

  /** Those of the rows that are in this state, in order. */
  List<UUID> in(State state) {
    return rows.stream()
        .map(ListedReport::row)
        .filter(row -> row.state() == state)
        .map(Worklist.Row::report)
        .toList();
  }

  String lookedAt() {
    return Times.time(at);
  }

  String title(String type) {
    return titles.of(type);
  }
}
