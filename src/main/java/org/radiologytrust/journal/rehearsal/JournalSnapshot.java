package org.radiologytrust.journal.rehearsal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.Migrations;
import org.radiologytrust.journal.store.PackedText;
import org.radiologytrust.journal.store.PostgresLogin;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.journal.store.Tx;
import org.radiologytrust.journal.strengths.SqlStrengthTables;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;

/**
 * What a journal had at one moment: its newest audits, and the strengths. The journal may be in
 * use, and of the version before: it is neither migrated nor written.
 *
 * @param rows the newest audit of each report, newest first
 * @param strengths what is in force
 */
public record JournalSnapshot(List<Row> rows, SqlStrengthTables.InForce strengths) {
  /** A report by its version, as it is stored. */
  private record Stored(String version, String report) {}

  /** An audit as it is stored, with the earlier reports on which it rests, newest first. */
  public static final class Row {
    private final String audit;
    private final List<Stored> earlier;

    private Row(String audit, List<Stored> earlier) {
      this.audit = audit;
      this.earlier = earlier;
    }

    /** The audit, with the texts of the earlier reports. */
    public Audit audit() {
      return StoredJson.read(audit, Audit.class).toBuilder()
          .earlier(
              earlier.stream()
                  .map(
                      one ->
                          EarlierReport.stored(
                              one.version, StoredJson.read(one.report, Report.class)))
                  .toList())
          .build();
    }

    /** Withholds the report. */
    @Override
    public String toString() {
      return "Row";
    }
  }

  public JournalSnapshot {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a journal in an SQLite file.
   *
   * @param copy an empty file, which gets the present state of the journal; the caller deletes it
   * @throws JournalException if it cannot be copied or read
   */
  public static JournalSnapshot of(Path journal, Path copy, int most) {
    JournalFile.require(journal);
    JournalFile.snapshot(journal, copy);
    try (Db db = Db.sqlite(copy, SearchLimits.DEFAULT)) {
      return of(db, most);
    }
  }

  /**
   * Reads a journal on PostgreSQL, in one transaction that can only read.
   *
   * @throws JournalException if it cannot be read
   */
  public static JournalSnapshot of(PostgresLogin login, int most) {
    try (Db db = Db.postgres(login, SearchLimits.DEFAULT)) {
      return of(db, most);
    }
  }

  private static JournalSnapshot of(Db db, int most) {
    Migrations.requireUsable(db);
    return db.read(tx -> new JournalSnapshot(rows(tx, most), SqlStrengthTables.read(tx)));
  }

  private static List<Row> rows(Tx tx, int most) throws SQLException {
    List<String> runs =
        tx.list(
            """
            select a.run_id from audit a
            where not exists (
              select 1 from audit n
              where n.site = a.site and n.report_id = a.report_id and n.ordinal > a.ordinal)
            order by a.ordinal desc limit ?
            """,
            rs -> rs.getString(1),
            most);
    boolean rests = tx.hasTable("rests_on");
    Map<String, Optional<Stored>> reports = new HashMap<>();
    List<Row> rows = new ArrayList<>();
    for (String run : runs) {
      List<Stored> earlier = new ArrayList<>();
      if (rests) {
        for (String version :
            tx.list(
                "select version from rests_on where run_id = ? order by place",
                rs -> rs.getString(1),
                run)) {
          if (!reports.containsKey(version)) {
            reports.put(version, stored(tx, version));
          }
          reports.get(version).ifPresent(earlier::add);
        }
      }
      rows.add(
          new Row(
              tx.first(
                      "select audit_packed from audit where run_id = ?",
                      rs -> PackedText.read(rs, "audit"),
                      run)
                  .orElseThrow(),
              List.copyOf(earlier)));
    }
    return rows;
  }

  private static Optional<Stored> stored(Tx tx, String version) throws SQLException {
    return tx.first(
        "select report from report_version where id = ?",
        rs -> new Stored(version, rs.getString(1)),
        version);
  }

  /** Withholds the reports. */
  @Override
  public String toString() {
    return "JournalSnapshot";
  }
}
