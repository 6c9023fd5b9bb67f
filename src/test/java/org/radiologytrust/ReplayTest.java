package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.audit.Replay;
import org.radiologytrust.journal.inbox.Replayed.NotCompared;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.RtlRun;
import org.radiologytrust.settings.Settings;

/** Messages of a journal read again. */
@Tag("integration")
class ReplayTest {
  private static final String TEXT = "FINDINGS:\nEffusion, grösser.";

  @TempDir Path folder;

  private Path home() {
    return folder.resolve("home");
  }

  private Replay replay(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(Product.settings(home(), Map.of()));
    all.putAll(more);
    return new Replay(Settings.load(null, Map.of(), all));
  }

  private List<Replay.Result> all(Map<String, String> more) {
    List<Replay.Result> results = new ArrayList<>();
    replay(more).all(results::add);
    return results;
  }

  /** One of each outcome, by both channels; those that are not read alike are in latin letters. */
  private void send(Product product) throws Exception {
    String good = Chest.oru(PhantomStudy.chest("ACC1"), "C1", "PHANTOM-1", TEXT, "F", 0);
    byte[] latin = good.getBytes(StandardCharsets.ISO_8859_1);
    assertTrue(product.mllp(latin).contains("\rMSA|AA|C1"));
    assertTrue(product.mllp(good.replace("|C1|", "|C2|")).contains("\rMSA|AA|C2"), "duplicate");
    String other = Chest.oru(PhantomStudy.chest("ACC2"), "C1", "PHANTOM-1", "Clear.", "F", 0);
    assertTrue(product.mllp(other).contains("\rMSA|AE|C1"), "control id");
    assertTrue(product.mllp("MSH|^~\\&|A").contains("MSA|AR"));
    String lab = good.replace("|C1|", "|C3|").replaceAll("\\|DX\\|F", "|LAB|F");
    assertTrue(product.mllp(lab.replace("XRCHEST^XR CHEST PA", "CBC^Blood count")).contains("C3"));
    DiagnosticReport report = new DiagnosticReport();
    report.setConclusion("Petra: effusion");
    String json = FhirContext.forR4Cached().newJsonParser().encodeResourceToString(report);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    assertEquals(422, product.post("/fhir", "application/fhir+json", body).statusCode());
  }

  @Test
  void sameVersionReadsEveryMessageAsItDid() throws Exception {
    List<Replay.Result> results;
    try (Product product = Product.start(home(), Map.of())) {
      send(product);
      // beside the running product
      results = all(Map.of());
      await().atMost(Duration.ofSeconds(90)).until(() -> !product.summaries().isEmpty());
    }
    assertEquals(6, results.size());
    for (Replay.Result result : results) {
      assertEquals(List.of(), result.differences(), result.toString());
      assertEquals(result, replay(Map.of()).one(result.id()));
      assertFalse(result.toString().contains("ffusion"), result.toString());
    }
    assertEquals(3, results.stream().filter(r -> r.now().equals("a report")).count());
  }

  @Test
  void whatIsReadOtherwiseIsToldByTheNamesOfItsFields() throws Exception {
    try (Product product = Product.start(home(), Map.of())) {
      send(product);
    }
    byte[] before = Files.readAllBytes(home().resolve("journal.db"));
    List<Replay.Result> other =
        all(Map.of("rtl.hl7.charset", "8859/5", "rtl.zone", "Asia/Tokyo")).stream()
            .filter(r -> !r.differences().isEmpty())
            .toList();
    assertEquals(1, other.size(), other::toString);
    assertEquals(List.of("text", "issued", "effective", "origins"), other.get(0).differences());
    assertEquals("parsed", other.get(0).kept());
    assertArrayEquals(before, Files.readAllBytes(home().resolve("journal.db")));
  }

  private static final String PATIENT = "^^^&2.999.1&ISO^MR||Phantom^Petra||19610203|F\r";

  private static void accepted(Product product, String type, String id, String segments)
      throws Exception {
    String head = "MSH|^~\\&|RIS|HOSP|RTL|RAD|20261124103000||" + type + "|" + id + "|P|2.5\r";
    String ack = product.mllp((head + segments).getBytes(StandardCharsets.ISO_8859_1));
    assertTrue(ack.contains("\rMSA|AA|" + id), ack);
  }

  private static void addendum(Product product, String id, String accession, String text)
      throws Exception {
    accepted(
        product,
        "MDM^T06",
        id,
        "PID|1||PHANTOM-1"
            + PATIENT
            + "OBR|1||"
            + accession
            + "|XRCHEST^XR CHEST PA^L\r"
            + "TXA|1|RAD|TX|20261124104000||||||||"
            + id
            + "|D1||"
            + accession
            + "||AU\rOBX|1|TX|GDT^Text^L||"
            + text
            + "||||||F\r");
  }

  @Test
  void anAddendumIsComparedWithWhatItsMessageBrings() throws Exception {
    try (Product product = Product.start(home(), Map.of())) {
      String good = Chest.oru(PhantomStudy.chest("ACC1"), "C1", "PHANTOM-1", TEXT, "F", 0);
      product.mllp(good.getBytes(StandardCharsets.ISO_8859_1));
      addendum(product, "C2", "ACC1", "A rib is broken, grösser.");
      addendum(product, "C3", "ACC1", "No pneumothorax.");
      addendum(product, "C4", "ACC7", "An addendum without its report.");
    }
    List<Replay.Result> same = all(Map.of());
    assertEquals(4, same.size());
    same.forEach(result -> assertEquals(List.of(), result.differences(), result.toString()));
    same.forEach(result -> assertEquals(List.of(), result.notCompared()));
    List<Replay.Result> other =
        all(Map.of("rtl.hl7.charset", "8859/5")).stream()
            .filter(r -> r.differences().contains("text"))
            .toList();
    assertEquals(2, other.size(), "the report and the first addendum");
  }

  @Test
  void mergesAndCorrectionsOfThePatientAreNoDifference() throws Exception {
    try (Product product = Product.start(home(), Map.of())) {
      String good = Chest.oru(PhantomStudy.chest("ACC1"), "C1", "PHANTOM-1", TEXT, "F", 0);
      product.mllp(good.getBytes(StandardCharsets.ISO_8859_1));
      accepted(
          product,
          "ADT^A40",
          "A1",
          "EVN|A40|20261124101500\rPID|1||PHANTOM-2"
              + PATIENT
              + "MRG|PHANTOM-1^^^&2.999.1&ISO^MR\r");
      String later = Chest.oru(PhantomStudy.chest("ACC2"), "C2", "PHANTOM-1", TEXT, "F", 0);
      product.mllp(later.getBytes(StandardCharsets.ISO_8859_1));
      accepted(
          product,
          "ADT^A40",
          "A2",
          "EVN|A40|20261124101600\rPID|1||PHANTOM-3"
              + PATIENT
              + "MRG|PHANTOM-2^^^&2.999.1&ISO^MR\r");
      List<Replay.Result> merged = all(Map.of());
      assertEquals(4, merged.size());
      merged.forEach(r -> assertEquals(List.of(), r.differences(), r.toString()));
      merged.forEach(r -> assertEquals(List.of(), r.notCompared()));
      accepted(
          product,
          "ADT^A08",
          "A3",
          "EVN|A08|20261124101700\rPID|1||PHANTOM-3" + PATIENT.replace("0203", "0204"));
    }
    List<Replay.Result> corrected = all(Map.of());
    corrected.forEach(r -> assertEquals(List.of(), r.differences(), r.toString()));
    assertEquals(
        2,
        corrected.stream()
            .filter(r -> r.notCompared().equals(List.of(NotCompared.PATIENT_CORRECTED)))
            .count());
  }

  @Test
  void fieldsThatVersionsHadNotThenAreCountedAndNoDifferences() throws Exception {
    try (Product product = Product.start(home(), Map.of())) {
      send(product);
    }
    try (Connection journal =
            DriverManager.getConnection("jdbc:sqlite:" + home().resolve("journal.db"));
        Statement statement = journal.createStatement()) {
      statement.executeUpdate(
          """
          update report_version set report = json_remove(report, '$.origins', '$.authors',
            '$.otherIds', '$.sources', '$.radiologist')
          """);
    }
    List<Replay.Result> results = all(Map.of());
    results.forEach(r -> assertEquals(List.of(), r.differences(), r.toString()));
    assertEquals(
        List.of(NotCompared.BEFORE_ORIGINS),
        results.stream().flatMap(r -> r.notCompared().stream()).toList());
    RtlRun run = RtlRun.at(home(), 1, "replay");
    assertEquals(0, run.code(), run.out());
    assertEquals(
        """
        6 messages parsed again, 0 of them differ
        1 reports stored before origins, authors and further ids were recorded: not compared in that
        """,
        run.out());
    assertEquals(
        List.of("text", "issued", "effective"),
        all(Map.of("rtl.hl7.charset", "8859/5", "rtl.zone", "Asia/Tokyo")).stream()
            .flatMap(r -> r.differences().stream())
            .toList(),
        "other fields are compared");
  }

  @Test
  void whatCannotBeReplayedIsSaid() throws Exception {
    assertTrue(refused("x").contains("there is no journal"));
    assertFalse(Files.exists(home()));
    try (Product product = Product.start(home(), Map.of())) {
      product.mllp("MSH|^~\\&|A");
    }
    assertTrue(refused("0123456789abcdef-01234567").contains("there is no message"));
    String id = all(Map.of()).get(0).id();
    Map<String, String> brief =
        Map.of("rtl.retention.quarantine", "1ms", "rtl.retention.every", "50ms");
    try (Product product = Product.start(home(), brief)) {
      await().atMost(Duration.ofSeconds(90)).until(() -> all(Map.of()).isEmpty());
    }
    assertTrue(refused(id).contains("rtl.retention"));
  }

  private String refused(String id) {
    return assertThrows(JournalException.class, () -> replay(Map.of()).one(id)).getMessage();
  }
}
