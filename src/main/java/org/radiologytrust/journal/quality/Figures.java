package org.radiologytrust.journal.quality;

import java.sql.ResultSet;
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
  private static final List<String> INDEX =
      List.of(
          "f.check_id",
          "f.strength",
          "f.verdict",
          "f.fate",
          "f.first_of",
          "f.month",
          "f.site",
          "f.modality",
          "f.author");

  /** The report of a row of quality_report or quality_flag. */
  static final String REPORT = "f.report_id";

  /** The report of a row of reading_item. */
  static final String READ = "(select a.report_id from audit a where a.run_id = f.run_id)";

  private final By by;
  private final String check;
  private final Map<String, Map<Strength, Sum>> sums = new TreeMap<>();

  /** Those of all groups. */
  private final Map<Strength, Sum> total = new EnumMap<>(Strength.class);

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

  static FigureTable of(Tx tx, Selection selection, By by, String check) throws SQLException {
    Figures figures = counted(tx, selection, by, check);
    return new FigureTable(figures.rows(), figures.total());
  }

  /** By check, with a row also for each of these checks that has no flag. */
  static List<FigureRow> ofChecks(Tx tx, Selection selection, Collection<String> checks)
      throws SQLException {
    Figures figures = counted(tx, selection, By.CHECK, "");
    checks.stream()
        .filter(check -> !figures.sums.containsKey(check))
        .forEach(check -> sum(figures.sums(check), Strength.TELL));
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

  /**
   * The first columns of the index, up to that of the groups. Rows that come in this order need no
   * sorting, which took most of the time.
   */
  private static String sorted(String column) {
    int most = Math.max(INDEX.indexOf("f.first_of"), INDEX.indexOf(column)) + 1;
    return String.join(", ", INDEX.subList(0, most));
  }

  /** A constant is no column to group by. */
  private static String groupBy(String column, String others) {
    return " group by " + (column.equals(By.ALL.column()) ? others : column + ", " + others);
  }

  private void countFlags(Tx tx, SqlFragment which) throws SQLException {
    String column = by.column();
    tx.list(
        "select %s as grp, f.strength, f.verdict, f.fate, f.first_of, count(*) as n"
                .formatted(column)
            + " from quality_flag f where %s group by %s".formatted(which.text(), sorted(column)),
        rs -> {
          Strength strength = strength(rs);
          add(rs, sum(sums(rs.getString("grp")), strength), by == By.CHECK ? 1 : 2);
          add(rs, sum(total, strength), 2);
          return strength;
        },
        which.values().toArray());
    tx.list(
        """
        select %s as grp, f.strength, f.decided_after from quality_flag f
        where %s and f.decided_after is not null
        """
            .formatted(column, which.text()),
        rs -> {
          long delay = rs.getLong("decided_after");
          sum(sums(rs.getString("grp")), strength(rs)).delays.add(delay);
          return sum(total, strength(rs)).delays.add(delay);
        },
        which.values().toArray());
  }

  /**
   * @param rs some flags, alike but for their delays
   * @param first from this {@code first_of} on, a flag is the first that its report has in the row
   */
  private void add(ResultSet rs, Sum sum, int first) throws SQLException {
    int n = rs.getInt("n");
    sum.flags += n;
    sum.flagged += rs.getInt("first_of") >= (check.isEmpty() ? first : 1) ? n : 0;
    FlagVerdict.ofCode(rs.getString("verdict"))
        .ifPresent(v -> sum.verdicts.merge(v, n, Integer::sum));
    sum.fates.merge(rs.getString("fate"), n, Integer::sum);
  }

  private static Strength strength(ResultSet rs) throws SQLException {
    return Strength.of(rs.getString("strength")).orElse(Strength.TELL);
  }

  private Map<Strength, Sum> sums(String group) {
    return sums.computeIfAbsent(group, g -> new EnumMap<>(Strength.class));
  }

  private static Sum sum(Map<Strength, Sum> of, Strength strength) {
    return of.computeIfAbsent(strength, s -> new Sum());
  }

  private List<FigureRow> rows() {
    if (by != By.CHECK) {
      // what was checked without a flag has a row, too
      reports.keySet().forEach(group -> sum(sums(group), Strength.TELL));
    }
    List<FigureRow> rows = new ArrayList<>();
    sums.forEach(
        (group, strengths) -> {
          int count = by == By.CHECK ? reports("", group) : reports(group, check);
          strengths.forEach((strength, sum) -> rows.add(row(group, strength, count, sum)));
        });
    rows.sort(Comparator.comparing(FigureRow::group).thenComparing(FigureRow::strength));
    return rows;
  }

  private List<FigureRow> total() {
    int count = reports.keySet().stream().mapToInt(group -> reports(group, check)).sum();
    if (count > 0) {
      sum(total, Strength.TELL);
    }
    return total.entrySet().stream()
        .map(e -> row("", e.getKey(), count, e.getValue()))
        .sorted(Comparator.comparing(FigureRow::strength))
        .toList();
  }

  private static FigureRow row(String group, Strength strength, int reports, Sum sum) {
    return new FigureRow(
        group,
        strength,
        reports,
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
