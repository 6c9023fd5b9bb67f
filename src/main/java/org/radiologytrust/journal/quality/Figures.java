package org.radiologytrust.journal.quality;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.FigureRow.Agreed;
import org.radiologytrust.journal.quality.FigureRow.Delay;
import org.radiologytrust.journal.quality.FigureRow.Judged;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.FlagVerdict;

/** Counts the rows of the tables for one question. For one thread. */
final class Figures {
  /** The report of a row of quality_report or quality_flag. */
  static final String REPORT = "f.report_id";

  /** The report of a row of reading_item. */
  static final String READ = "(select a.report_id from audit a where a.run_id = f.run_id)";

  private final By by;
  private final String check;
  private final Map<String, Map<Strength, Sum>> sums = new TreeMap<>();

  /** Reports by group, then by the checks that did not finish on them. */
  private final Map<String, Map<String, Integer>> reports = new TreeMap<>();

  private Figures(By by, String check) {
    this.by = by;
    this.check = check;
  }

  /** Flags of one group and strength. */
  private static final class Sum {
    private final Map<FlagVerdict, Integer> verdicts = new EnumMap<>(FlagVerdict.class);
    private final Map<String, Integer> fates = new HashMap<>();
    private final List<Long> delays = new ArrayList<>();
    private int flags;
    private int flagged;

    private int of(FlagVerdict verdict) {
      return verdicts.getOrDefault(verdict, 0);
    }

    private int of(CountedFlag.Fate fate) {
      return fates.getOrDefault(fate.code(), 0);
    }

    private Agreed agreed() {
      int none = of(CountedFlag.Fate.NONE);
      return new Agreed(
          of(CountedFlag.Fate.CORRECTED),
          of(CountedFlag.Fate.LEFT),
          of(CountedFlag.Fate.UNCLEAR),
          flags - none);
    }

    private Delay delay() {
      Collections.sort(delays);
      return new Delay(quantile(50), quantile(90));
    }

    /** The smallest delay that so many of 100 do not exceed. */
    private @Nullable Duration quantile(int percent) {
      int rank = (delays.size() * percent + 99) / 100;
      return delays.isEmpty() ? null : Duration.ofMillis(delays.get(rank - 1));
    }
  }

  static List<FigureRow> of(Tx tx, Selection selection, By by, String check) throws SQLException {
    return counted(tx, selection, by, check).rows();
  }

  /** By check, with a row also for each of these checks that has no flag. */
  static List<FigureRow> ofChecks(Tx tx, Selection selection, Collection<String> checks)
      throws SQLException {
    Figures figures = counted(tx, selection, By.CHECK, "");
    checks.stream()
        .filter(check -> !figures.sums.containsKey(check))
        .forEach(check -> figures.sum(check, Strength.TELL.word()));
    return figures.rows();
  }

  private static Figures counted(Tx tx, Selection selection, By by, String check)
      throws SQLException {
    Figures figures = new Figures(by, check);
    SqlFragment which = where(selection, REPORT);
    figures.countReports(tx, which);
    figures.countFlags(
        tx, check.isEmpty() ? which : which.and(SqlFragment.of("f.check_id = ?", check)));
    return figures;
  }

  private void countReports(Tx tx, SqlFragment which) throws SQLException {
    String column = by == By.CHECK ? By.ALL.column() : by.column();
    tx.list(
        "select %1$s as grp, f.unfinished, count(*) as n from quality_report f where %2$s%3$s"
            .formatted(column, which.text(), groupBy(column, "f.unfinished")),
        rs ->
            reports
                .computeIfAbsent(rs.getString("grp"), g -> new HashMap<>())
                .put(rs.getString("unfinished"), rs.getInt("n")),
        which.values().toArray());
  }

  /** A constant is no column to group by. */
  private static String groupBy(String column, String others) {
    return " group by " + (column.equals(By.ALL.column()) ? others : column + ", " + others);
  }

  private void countFlags(Tx tx, SqlFragment which) throws SQLException {
    String column = by.column();
    tx.list(
        """
        select %s as grp, f.strength, f.verdict, f.fate, f.first_of, count(*) as n
        from quality_flag f where %s%s
        """
            .formatted(
                column, which.text(), groupBy(column, "f.strength, f.verdict, f.fate, f.first_of")),
        rs -> {
          Sum sum = sum(rs.getString("grp"), rs.getString("strength"));
          int n = rs.getInt("n");
          sum.flags += n;
          sum.flagged += isFirst(rs.getInt("first_of")) ? n : 0;
          FlagVerdict.ofCode(rs.getString("verdict"))
              .ifPresent(v -> sum.verdicts.merge(v, n, Integer::sum));
          sum.fates.merge(rs.getString("fate"), n, Integer::sum);
          return sum;
        },
        which.values().toArray());
    tx.list(
        """
        select %s as grp, f.strength, f.decided_after from quality_flag f
        where %s and f.decided_after is not null
        """
            .formatted(column, which.text()),
        rs ->
            sum(rs.getString("grp"), rs.getString("strength"))
                .delays
                .add(rs.getLong("decided_after")),
        which.values().toArray());
  }

  /** Whether a flag is the first that its report has in a row. */
  private boolean isFirst(int firstOf) {
    return firstOf >= (by == By.CHECK || !check.isEmpty() ? 1 : 2);
  }

  private Sum sum(String group, String strength) {
    return sums.computeIfAbsent(group, g -> new EnumMap<>(Strength.class))
        .computeIfAbsent(Strength.of(strength).orElse(Strength.TELL), s -> new Sum());
  }

  private List<FigureRow> rows() {
    if (by != By.CHECK) {
      // what was checked without a flag has a row, too
      reports.keySet().forEach(group -> sum(group, Strength.TELL.word()));
    }
    List<FigureRow> rows = new ArrayList<>();
    sums.forEach(
        (group, strengths) ->
            strengths.forEach((strength, sum) -> rows.add(row(group, strength, sum))));
    rows.sort(Comparator.comparing(FigureRow::group).thenComparing(FigureRow::strength));
    return rows;
  }

  private FigureRow row(String group, Strength strength, Sum sum) {
    return new FigureRow(
        group,
        strength,
        by == By.CHECK ? reports("", group) : reports(group, check),
        sum.flags,
        sum.flagged,
        new Judged(
            sum.of(FlagVerdict.RIGHT),
            sum.of(FlagVerdict.WRONG),
            sum.of(FlagVerdict.NOT_IMPORTANT)),
        sum.agreed(),
        sum.delay());
  }

  /** The reports of a group on which a check finished; empty for any. */
  private int reports(String group, String finished) {
    return Objects.requireNonNullElse(reports.get(group), Map.<String, Integer>of())
        .entrySet()
        .stream()
        .filter(e -> finished.isEmpty() || !e.getKey().contains(" " + finished + " "))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /**
   * The rows {@code f} of a selection. What else leaves rows out belongs here.
   *
   * @param report SQL that gives the report of a row
   */
  static SqlFragment where(Selection selection, String report) {
    SqlFragment where =
        SqlFragment.of(
            "f.month between ? and ?",
            selection.from() == null ? 0 : QualityTable.number(selection.from()),
            selection.to() == null ? Integer.MAX_VALUE : QualityTable.number(selection.to()));
    if (!selection.site().isEmpty()) {
      where = where.and(SqlFragment.of("f.site = ?", selection.site()));
    }
    if (!selection.modality().isEmpty()) {
      where = where.and(SqlFragment.of("f.modality = ?", selection.modality()));
    }
    if (selection.received() != null) {
      where =
          where.and(
              SqlFragment.of(
                  "exists (select 1 from quality_report q where q.site = f.site and q.report_id = "
                      + report
                      + " and q.received_at >= ? and q.received_at < ?)",
                  selection.received().from().toEpochMilli(),
                  selection.received().to().toEpochMilli()));
    }
    return where;
  }
}
