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
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.Replay;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.lab.phantom.PhantomStudy;
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
