package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.reviews.Worklist.Row;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;

/** The rows of the worklist are computed anew when their rules have changed. */
class WorklistFillTest {
  @TempDir Path folder;

  private final SettableClock clock = new SettableClock();

  private SteadyClock steady() {
    return new SteadyClock(clock, clock::nanos);
  }

  /** A journal with so many audited reports, whose rows follow other rules. */
  private Path otherRules(int reports) throws SQLException {
    Path file = MigratedFile.in(folder);
    try (SqlJournal journal = open(file)) {
      BulkAudits.load(journal, reports);
    }
    change(file, "update worklist_state set rules = 0, revision = 0");
    return file;
  }

  private SqlJournal open(Path file) {
    return SqlJournal.open(file, steady(), OpenedJournal.SITE);
  }

  private static void change(Path file, String... changes) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement s = c.createStatement()) {
      for (String change : changes) {
        s.executeUpdate(change);
      }
    }
  }

  private static Map<String, UUID> rows(Journal journal) {
    return journal.worklist().page(Filter.ALL, 0, 10_000).rows().stream()
        .collect(Collectors.toMap(row -> row.exam().accession(), Row::report));
  }

  @Test
  @Tag("safety")
  void reportsWithoutARowAreInTheWorklistAgain() throws Exception {
    Path file = otherRules(250);
    change(file, "delete from worklist", "delete from worklist_value");
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement s = c.createStatement()) {
      s.executeUpdate(
          "update report_version set report = '{}' where report_id = (select min(report_id) from"
              + " report_version)");
      s.executeUpdate(
          "update audit set audit_packed = null where report_id = (select max(report_id) from"
              + " audit)");
    }
    try (SqlJournal opened = open(file)) {
      assertEquals(248, rows(opened).size(), "all but those that cannot be read");
    }
  }

  /** Killed while the worklist is filled. */
  @Test
  @Tag("safety")
  void fillingTheWorklistIsResumedWhereItStopped() throws Exception {
    Path file = otherRules(250);
    change(file, "delete from worklist", "delete from worklist_value");
    Map<String, UUID> ids = new HashMap<>();
    Db db = Db.sqlite(file, SearchLimits.DEFAULT);
    assertEquals(100, new WorklistFill(db).batch());
    db.read(
            tx ->
                tx.list(
                    "select accession, id from worklist",
                    rs -> Map.entry(rs.getString(1), UUID.fromString(rs.getString(2)))))
        .forEach(row -> ids.put(row.getKey(), row.getValue()));
    db.close();
    assertEquals(100, ids.size());
    try (SqlJournal opened = open(file)) {
      Map<String, UUID> all = rows(opened);
      assertEquals(250, all.size());
      ids.forEach((accession, id) -> assertEquals(id, all.get(accession)));
      assertEquals(250, opened.worklist().revision(), "no row was computed twice");
    }
  }

  @Test
  void rowsAreComputedAnewWhenTheirRulesChange() throws Exception {
    Path file = otherRules(3);
    Map<String, UUID> before;
    try (SqlJournal opened = open(file)) {
      before = rows(opened);
    }
    change(file, "update worklist set claims = 77");
    try (SqlJournal opened = open(file)) {
      assertEquals(77, claims(opened), "nothing is computed at each start");
    }
    change(file, "update worklist_state set rules = 0");
    try (SqlJournal opened = open(file)) {
      assertNotEquals(77, claims(opened));
      assertEquals(before, rows(opened));
    }
  }

  private static int claims(Journal journal) {
    return journal.worklist().page(Filter.ALL, 0, 10).rows().get(0).result().claims();
  }
}
