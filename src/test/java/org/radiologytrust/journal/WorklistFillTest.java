package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.reviews.Worklist.Row;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.OldTables;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.store.StoredJson;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.SettableClock;

/** A journal of an older version gets its worklist at the start. */
class WorklistFillTest {
  /** The last migration before the worklist. */
  private static final String BEFORE = "15";

  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();

  private SteadyClock steady() {
    return new SteadyClock(clock, clock::nanos);
  }

  /** A journal as the version before made it, with so many audited reports. */
  private Path versionBefore(int reports) throws SQLException {
    Path old = folder.resolve("old.db");
    String url = "jdbc:sqlite:" + old;
    OldTables.migrate(old, BEFORE);
    try (Connection c = DriverManager.getConnection(url)) {
      c.setAutoCommit(false);
      for (int n = 1; n <= reports; n++) {
        Report report = SampleRecords.report("A" + n, "Clear lungs.");
        Audit audit = SampleRecords.audit(new UUID(0, n), report, List.of());
        insert(c, n, StoredJson.write(report), StoredJson.write(audit));
      }
      c.commit();
    }
    return old;
  }

  private static void insert(Connection c, int n, String report, String audit) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "insert into report_version values (?, 'HOSP', ?, 1, '', 'FINAL', null, ?,"
                + " 'audited', '', 0, 0, 0, ?)")) {
      s.setString(1, "v" + n);
      s.setString(2, "A" + n);
      s.setString(3, report);
      s.setInt(4, n);
      s.executeUpdate();
    }
    try (PreparedStatement s =
        c.prepareStatement("insert into audit values (?, ?, 'HOSP', ?, ?, ?, '{}', 6)")) {
      s.setString(1, new UUID(0, n).toString());
      s.setString(2, "v" + n);
      s.setString(3, "A" + n);
      s.setInt(4, n);
      s.setString(5, audit);
      s.executeUpdate();
    }
  }

  private static List<Row> rows(Journal journal) {
    return journal.worklist().page(Filter.ALL, 0, 10_000).rows();
  }

  @Test
  @Tag("safety")
  void reportsOfTheVersionBeforeAreInTheWorklist() throws Exception {
    Path old = versionBefore(250);
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + old);
        Statement s = c.createStatement()) {
      s.executeUpdate("update report_version set report = '{}' where id = 'v7'");
      s.executeUpdate("update audit set audit = '{}' where version = 'v8'");
      s.executeUpdate(
          "insert into delivery (run_id, sink, ordinal, state, reason, payload, attempts, due_at)"
              + " values ('"
              + new UUID(0, 1)
              + "', 'fhir', 1, 'pending', '', '', 0, 0)");
    }
    try (SqlJournal opened = SqlJournal.open(old, steady(), OpenedJournal.SITE)) {
      List<Row> rows = rows(opened);
      assertEquals(248, rows.size(), "all but those that cannot be read");
      assertEquals("A250", rows.get(0).exam().accession(), "the newest first");
      assertEquals(State.NO_FLAG, rows.get(0).state());
      assertEquals(100, rows.get(0).result().score());
      assertEquals(List.of("HOSP"), opened.worklist().values().sites());
      UUID id = rows.get(0).report();
      assertEquals(
          new UUID(0, 250), opened.reviews().find(id).orElseThrow().audit().orElseThrow().runId());
      Outbox.Delivery due = Deliveries.due(opened, "fhir").get(0);
      assertEquals(List.of(new UUID(0, 1), new UUID(0, 1)), List.of(due.id(), due.runId()));
      assertTrue(!due.ofDecision());
      assertEquals("{}", due.bundle(), "not compressed");
    }
  }

  /** Killed while the worklist is filled. */
  @Test
  @Tag("safety")
  void fillingTheWorklistIsResumedWhereItStopped() throws Exception {
    Path old = versionBefore(250);
    OldTables.migrate(old, "latest");
    Map<String, UUID> ids = new HashMap<>();
    Db db = Db.sqlite(old, SearchLimits.DEFAULT);
    assertEquals(100, new WorklistFill(db).batch());
    db.read(
            tx ->
                tx.list(
                    "select accession, id from worklist",
                    rs -> Map.entry(rs.getString(1), UUID.fromString(rs.getString(2)))))
        .forEach(row -> ids.put(row.getKey(), row.getValue()));
    db.close();
    assertEquals(100, ids.size());
    try (SqlJournal opened = SqlJournal.open(old, steady(), OpenedJournal.SITE)) {
      Map<String, UUID> all =
          rows(opened).stream()
              .collect(Collectors.toMap(row -> row.exam().accession(), Row::report));
      assertEquals(250, all.size());
      ids.forEach((accession, id) -> assertEquals(id, all.get(accession)));
      assertEquals(250, opened.worklist().revision(), "no row was computed twice");
    }
  }

  @Test
  void rowsAreComputedAnewWhenTheirRulesChange() throws Exception {
    Path old = versionBefore(3);
    UUID id;
    try (SqlJournal opened = SqlJournal.open(old, steady(), OpenedJournal.SITE)) {
      id = rows(opened).get(0).report();
    }
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + old);
        Statement s = c.createStatement()) {
      s.executeUpdate("update worklist set score = 7, modality = 'XX'");
      s.executeUpdate("update worklist_value set value = 'XX' where kind = 'modality'");
    }
    try (SqlJournal opened = SqlJournal.open(old, steady(), OpenedJournal.SITE)) {
      assertEquals(7, rows(opened).get(0).result().score(), "nothing is computed at each start");
    }
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + old);
        Statement s = c.createStatement()) {
      s.executeUpdate("update worklist_state set rules = 0");
    }
    try (SqlJournal opened = SqlJournal.open(old, steady(), OpenedJournal.SITE)) {
      assertEquals(100, rows(opened).get(0).result().score());
      assertEquals(id, rows(opened).get(0).report());
      assertEquals(List.of("DX"), opened.worklist().values().modalities());
    }
  }
}
