package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Observation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.inbox.IntakeLimits;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Study;
import org.radiologytrust.peers.PostgresServer;
import org.radiologytrust.peers.fhir.FhirServer;

/**
 * kill -9 of the JVM while a merge of patients (ADT^A40) is on its way to the disk, and just after
 * it is there: when its sender has repeated it, it is applied to every report, once.
 */
@Tag("peers")
@Tag("safety")
class KillMergeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PUBLISHED = "rtl_deliveries{sink=\"fhir\",state=\"sent\"}";
  private static final String MERGE =
      "MSH|^~\\&|HIS|HOSP|RTL|RAD|20261124103000||ADT^A40|ADT1|P|2.5\r"
          + "EVN|A40|20261124101500\r"
          + "PID|1||PHANTOM-2^^^&2.999.1&ISO^MR||Phantom^Petra\r"
          + "MRG|PHANTOM-1^^^&2.999.1&ISO^MR\r";

  @TempDir Path folder;
  private final FhirServer fhir = new FhirServer();

  @AfterEach
  void close() {
    fhir.close();
  }

  /** A journal that the test looks into. */
  private abstract static class Store {
    abstract Map<String, String> settings();

    abstract Journal open();

    abstract Connection connect() throws SQLException;

    /** What the merge waits for after it has begun, in another transaction. */
    abstract String lock();

    /** The method in which it then is. */
    abstract String method();
  }

  @Test
  void onSqlite() throws Exception {
    Path file = folder.resolve("journal.db");
    killAndRepeat(
        new Store() {
          @Override
          Map<String, String> settings() {
            return Map.of();
          }

          @Override
          Journal open() {
            return SqlJournal.open(file, SteadyClock.system(), "main");
          }

          @Override
          Connection connect() throws SQLException {
            return DriverManager.getConnection("jdbc:sqlite:" + file);
          }

          @Override
          String lock() {
            return "begin immediate";
          }

          @Override
          String method() {
            return "SqlInbox.receive";
          }
        });
  }

  /** Here it has changed the stored versions already, and waits for an audit. */
  @Test
  void onPostgres() throws Exception {
    PostgresServer server = PostgresDatabases.server();
    String database = PostgresDatabases.migrated();
    killAndRepeat(
        new Store() {
          @Override
          Map<String, String> settings() {
            return server.settings(database);
          }

          @Override
          Journal open() {
            return SqlJournal.open(
                server.journal(database), "main", SearchLimits.DEFAULT, IntakeLimits.DEFAULT);
          }

          @Override
          Connection connect() throws SQLException {
            return server.connect(database);
          }

          @Override
          String lock() {
            return "begin; select run_id from audit for update";
          }

          @Override
          String method() {
            return "AuditedPatient.change";
          }
        });
  }

  private void killAndRepeat(Store store) throws Exception {
    storeStudy(store);
    ServeProcess first = start(store);
    for (int i = 1; i <= 3; i++) {
      assertTrue(first.product().mllp(report(i, "PHANTOM-1")).contains("\rMSA|AA"));
    }
    awaitPublishedOnce(first.product());
    try (Connection other = store.connect();
        Statement statement = other.createStatement()) {
      statement.execute(store.lock());
      KilledChange.whileIn(first, store.method(), product -> product.mllp(MERGE));
      statement.execute("rollback");
    }
    assertEquals(List.of("PHANTOM-1", "PHANTOM-1", "PHANTOM-1"), patients(store));

    ServeProcess second = start(store);
    assertCounts(second.product(), 0, 0);
    KilledChange.once(
        second,
        () ->
            KilledChange.holds(
                store.connect(), "count(*) = 1 from message where outcome = 'applied'"),
        product -> product.mllp(MERGE));

    try (ServeProcess third = start(store)) {
      assertCounts(third.product(), 1, 0);
      assertTrue(third.product().mllp(MERGE).contains("\rMSA|AA|ADT1"));
      assertCounts(third.product(), 1, 1);
      String both = "PHANTOM-2 PHANTOM-1";
      assertEquals(List.of(both, both, both), patients(store));
      String again = report(1, "PHANTOM-2").replace("|M1|", "|M4|");
      assertTrue(third.product().mllp(again).contains("\rMSA|AA|M4"), "the same report");
      assertCounts(third.product(), 1, 2);
      awaitPublishedOnce(third.product());
    }
    assertStudy(store);
  }

  private ServeProcess start(Store store) throws Exception {
    Map<String, String> settings = new HashMap<>(store.settings());
    settings.put("rtl.fhir.server", fhir.url().toString());
    settings.put("rtl.fhir.unresolved", "logical");
    settings.put("rtl.images.wait", "1s");
    return ServeProcess.start(folder, settings);
  }

  private static String report(int number, String mrn) {
    PhantomStudy study = PhantomStudy.chest("ACC" + number);
    return Chest.oru(study, "M" + number, mrn, Chest.TEXT, "F", 0);
  }

  private static void storeStudy(Store store) {
    try (Journal journal = store.open()) {
      Study study = SampleRecords.study("1.2.3", "ACC9", "PHANTOM-1");
      String authority = "urn:oid:2.999.1";
      List<Identifier> ids = List.of(new Identifier(authority, "PHANTOM-1", "MR"));
      journal.studies().storeStudy(study.of(study.patient().identifiedBy(ids)), "feed", "1");
    }
  }

  private static void assertStudy(Store store) {
    try (Journal journal = store.open()) {
      List<Study> found = journal.studies().studiesOf(SampleRecords.report("ACC9", "Text."));
      assertEquals(1, found.size());
      assertEquals("PHANTOM-1 PHANTOM-2", ids(found.get(0)));
    }
  }

  private static String ids(Study study) {
    return String.join(
        " ", study.patient().identifiers().stream().map(Identifier::value).sorted().toList());
  }

  /** The identifiers of each stored version's patient. */
  private static List<String> patients(Store store) throws Exception {
    List<String> all = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rs = statement.executeQuery("select report from report_version")) {
      while (rs.next()) {
        List<String> ids = new ArrayList<>();
        JSON.readTree(rs.getString(1))
            .path("patient")
            .path("identifiers")
            .forEach(id -> ids.add(id.path("value").asText()));
        all.add(String.join(" ", ids));
      }
    }
    return all;
  }

  private static void assertCounts(Product product, int applied, int duplicates) throws Exception {
    JsonNode status = JSON.readTree(product.get("/api/status").body());
    assertTrue(status.path("countsAddUp").asBoolean(), status::toString);
    JsonNode messages = status.path("messages");
    assertEquals(3, messages.path("parsed").asInt(), status::toString);
    assertEquals(applied, messages.path("applied").asInt(), status::toString);
    assertEquals(duplicates, messages.path("duplicate").asInt(), status::toString);
    assertEquals(0, messages.path("quarantined").asInt(), status::toString);
  }

  private void awaitPublishedOnce(Product product) {
    await()
        .atMost(KilledChange.LONG)
        .until(() -> product.metrics().getOrDefault(PUBLISHED, 0.0).equals(3.0));
    List<Observation> summaries =
        fhir.all(Observation.class).stream()
            .filter(o -> o.getCode().getCodingFirstRep().getCode().equals("report-audit"))
            .toList();
    assertEquals(3, summaries.size());
    for (Observation summary : summaries) {
      String id = summary.getIdElement().getIdPart();
      assertEquals(1, fhir.versions(Observation.class, id).size(), "published twice");
    }
  }
}
