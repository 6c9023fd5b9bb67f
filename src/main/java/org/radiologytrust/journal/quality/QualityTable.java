package org.radiologytrust.journal.quality;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.quality.CountedFlag.Fate;
import org.radiologytrust.journal.quality.CountedFlag.Judged;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.Placeholders;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.review.Decision;

/**
 * Keeps the tables {@code quality_report} and {@code quality_flag}: computes the rows of a report
 * anew, in the transaction that changed one of the things that they follow from.
 */
public final class QualityTable {
  private static final int LONGEST = 1000;

  private static final List<String> FLAG =
      List.of(
          "run_id",
          "problem",
          "site",
          "report_id",
          "month",
          "modality",
          "author",
          "check_id",
          "strength",
          "verdict",
          "username",
          "decided_after",
          "fate",
          "first_of");

  private QualityTable() {}

  /**
   * A report, as the worklist has just computed it.
   *
   * @param modality of its newest version
   * @param author of its newest version
   * @param known an audit that is in memory, so that it need not be read and parsed again
   * @param decisions about all its audits, in the order of time
   */
  public record Computed(
      String site,
      String report,
      String modality,
      String author,
      @Nullable Audit known,
      List<Decision> decisions) {
    public Computed {
      decisions = List.copyOf(decisions);
    }

    /** Withholds the report. */
    @Override
    public String toString() {
      return "Computed";
    }
  }

  /** When a report was received, and when each of its audits was stored, the last audit first. */
  private record Stored(long received, Map<UUID, Instant> ended) {}

  /** Stores the rows of a report if they changed. */
  public static void update(Tx tx, Computed report) throws SQLException {
    Optional<Stored> stored = stored(tx, report);
    if (stored.isEmpty()) {
      return;
    }
    Map<UUID, Optional<Audit>> read = new LinkedHashMap<>();
    List<UUID> runs = new ArrayList<>();
    for (UUID run : stored.get().ended.keySet()) {
      // what came before the last audit in which checks ran counts by its decisions alone
      if (!runs.isEmpty()
          || audit(tx, report, run, read).filter(QualityTable::checked).isPresent()) {
        runs.add(run);
      }
    }
    List<List<@Nullable Object>> flags = new ArrayList<>();
    List<Object> row = List.of();
    if (!runs.isEmpty()) {
      int month = month(Instant.ofEpochMilli(stored.get().received));
      List<CountedFlag> counted =
          new ReportFlags(
                  runs, stored.get().ended, report.decisions, run -> audit(tx, report, run, read))
              .all();
      Set<Object> seen = new HashSet<>();
      for (CountedFlag flag : counted) {
        int first = seen.add(List.of(flag.strength(), flag.check())) ? 1 : 0;
        first += seen.add(flag.strength()) ? 1 : 0;
        List<@Nullable Object> values = values(report, month, flag);
        values.add(first);
        flags.add(values);
      }
      Audit last = read.get(runs.get(0)).orElseThrow();
      row =
          List.of(
              month,
              stored.get().received,
              last.runId().toString(),
              report.modality,
              report.author,
              unfinished(last));
    }
    storeReport(tx, report, row);
    storeFlags(tx, report, flags);
  }

  /** Whether an audit says something about the flags of its report. */
  static boolean checked(Audit audit) {
    return !audit.report().status().withdrawn() && (!audit.failed() || audit.imagesRefused());
  }

  static int month(Instant at) {
    return number(YearMonth.from(at.atZone(ZoneOffset.UTC)));
  }

  /** A month as the tables have it, such as 202611. */
  static int number(YearMonth month) {
    return month.getYear() * 100 + month.getMonthValue();
  }

  private static Optional<Stored> stored(Tx tx, Computed report) throws SQLException {
    Map<UUID, Instant> ended = new LinkedHashMap<>();
    tx.list(
        """
        select a.run_id, a.ended_at from audit a join report_version v on v.id = a.version
        where a.site = ? and a.report_id = ? order by v.seq desc, a.ordinal desc
        """,
        rs ->
            ended.put(
                UUID.fromString(rs.getString("run_id")),
                Instant.ofEpochMilli(rs.getLong("ended_at"))),
        report.site,
        report.report);
    return tx.first(
        """
        select received_at from report_version where site = ? and report_id = ?
        order by seq limit 1
        """,
        rs -> new Stored(rs.getLong("received_at"), ended),
        report.site,
        report.report);
  }

  private static Optional<Audit> audit(
      Tx tx, Computed report, UUID run, Map<UUID, Optional<Audit>> read) throws SQLException {
    if (!read.containsKey(run)) {
      boolean known = report.known != null && report.known.runId().equals(run);
      read.put(
          run,
          known
              ? Optional.of(report.known)
              : tx.first(
                  "select audit_packed from audit where run_id = ?",
                  rs -> StoredJson.read(PackedText.read(rs, "audit"), Audit.class),
                  run.toString()));
    }
    return read.get(run);
  }

  private static String unfinished(Audit audit) {
    if (audit.unfinished().isEmpty()) {
      return "";
    }
    String all =
        audit.unfinished().stream()
            .map(UnfinishedCheck::check)
            .collect(Collectors.joining(" ", " ", " "));
    // a name that is cut would be another check's
    return all.length() <= LONGEST ? all : all.substring(0, all.lastIndexOf(' ', LONGEST - 1) + 1);
  }

  private static List<@Nullable Object> values(Computed report, int month, CountedFlag flag) {
    Judged judged = flag.judged();
    List<@Nullable Object> values = new ArrayList<>();
    values.add(flag.run().toString());
    values.add(flag.problem());
    values.add(report.site);
    values.add(report.report);
    values.add(month);
    values.add(report.modality);
    values.add(report.author);
    values.add(flag.check());
    values.add(flag.strength().word());
    values.add(judged == null ? "" : judged.verdict().code());
    values.add(judged == null ? "" : judged.user());
    values.add(judged == null ? null : judged.after());
    values.add(judged == null ? Fate.NONE.code() : judged.fate().code());
    return values;
  }

  private static void storeReport(Tx tx, Computed report, List<Object> row) throws SQLException {
    Optional<List<Object>> before =
        tx.first(
            """
            select month, received_at, run_id, modality, author, unfinished from quality_report
            where site = ? and report_id = ?
            """,
            rs ->
                List.of(
                    rs.getInt("month"),
                    rs.getLong("received_at"),
                    rs.getString("run_id"),
                    rs.getString("modality"),
                    rs.getString("author"),
                    rs.getString("unfinished")),
            report.site,
            report.report);
    if (before.orElse(List.of()).equals(row)) {
      return;
    }
    tx.update(
        "delete from quality_report where site = ? and report_id = ?", report.site, report.report);
    if (!row.isEmpty()) {
      tx.update(
          """
          insert into quality_report (site, report_id, month, received_at, run_id, modality,
            author, unfinished)
          values (?, ?, ?, ?, ?, ?, ?, ?)
          """,
          Tx.values(new Object[] {report.site, report.report}, row.toArray()));
    }
  }

  private static void storeFlags(Tx tx, Computed report, List<List<@Nullable Object>> flags)
      throws SQLException {
    Set<List<@Nullable Object>> before =
        new LinkedHashSet<>(
            tx.list(
                "select %s from quality_flag where site = ? and report_id = ?"
                    .formatted(String.join(", ", FLAG)),
                QualityTable::values,
                report.site,
                report.report));
    for (List<@Nullable Object> row : before) {
      if (!flags.contains(row)) {
        tx.update(
            "delete from quality_flag where run_id = ? and problem = ?", row.get(0), row.get(1));
      }
    }
    for (List<@Nullable Object> row : flags) {
      if (!before.contains(row)) {
        tx.update(
            "insert into quality_flag (%s) values (%s)"
                .formatted(String.join(", ", FLAG), Placeholders.of(FLAG.size())),
            row.toArray());
      }
    }
  }

  private static List<@Nullable Object> values(ResultSet rs) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (String column : FLAG) {
      switch (column) {
        case "month", "first_of" -> values.add(rs.getInt(column));
        case "decided_after" -> {
          long after = rs.getLong(column);
          values.add(rs.wasNull() ? null : after);
        }
        default -> values.add(rs.getString(column));
      }
    }
    return values;
  }

  /** Takes the rows of a report away that was erased. Returns how many there were by table. */
  public static Map<String, Integer> remove(Tx tx, String site, String report) throws SQLException {
    Map<String, Integer> rows = new LinkedHashMap<>();
    for (String table : List.of("quality_flag", "quality_report")) {
      rows.put(
          table,
          tx.update(
              "delete from %s where site = ? and report_id = ?".formatted(table), site, report));
    }
    return rows;
  }
}
