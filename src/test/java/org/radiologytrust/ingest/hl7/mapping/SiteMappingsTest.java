package org.radiologytrust.ingest.hl7.mapping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.ingest.hl7.Hl7Samples;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.launch.CapturedLog;

/** Mappings whose files change while messages arrive. */
class SiteMappingsTest {
  private static final String MESSAGE =
      Hl7Samples.message(
          "MSH|^~\\&|RIS|NORTH|RTL|RTL|20260301100005||ORU^R01|1|P|2.5",
          Hl7Samples.PID,
          "OBR|1|P1|F1|71020^CHEST||||||||||||||A18||||20260301100000||CR|F",
          Hl7Samples.obx(1, "TX", "R", "No pneumothorax."));

  @TempDir Path folder;
  private Path north;
  private Hl7Reports reports;

  @BeforeEach
  void start() throws IOException {
    north = Files.createDirectories(folder.resolve("sites")).resolve("north.yaml");
    reports =
        new Hl7Reports("main", Hl7Samples.ZONE, "UNICODE UTF-8", Map.of(), SiteFiles.in(folder));
  }

  private String id() {
    byte[] message = Hl7Samples.bytes(MESSAGE);
    return assertInstanceOf(Parsed.class, reports.disposition(message)).first().reportId();
  }

  private void write(String yaml) throws IOException {
    Files.writeString(north, yaml);
    reports.mappings().read();
  }

  @Test
  void aFileThatComesChangesAndGoesIsSeen() throws IOException {
    assertEquals("A18", id());
    write("facilities: [NORTH]\naccession: [OBR-2]\n");
    assertEquals("P1", id());
    write("facilities: [NORTH]\naccession: [OBR-3]\n");
    assertEquals("F1", id());
    Files.delete(north);
    reports.mappings().read();
    assertEquals("A18", id());
  }

  @Test
  void aBrokenChangeKeepsTheLastGoodOne() throws IOException {
    write("facilities: [NORTH]\naccession: [OBR-2]\n");
    try (CapturedLog log = CapturedLog.asInProduction()) {
      write("facilities: [NORTH]\naccession: [OBR2]\n");
      reports.mappings().read();
      assertEquals("P1", id());
      String problem = reports.mappings().problem().orElseThrow();
      assertTrue(problem.startsWith("sites/north.yaml line 2: OBR2 is no place"), problem);
      assertEquals(
          1,
          log.events().stream()
              .filter(event -> event.getFormattedMessage().startsWith(problem))
              .count());
    }
    write("facilities: [NORTH]\naccession: [OBR-3]\n");
    assertEquals("F1", id());
    assertEquals(Optional.empty(), reports.mappings().problem());
  }

  @Test
  void theFolderMayComeLater() throws IOException {
    Files.delete(folder.resolve("sites"));
    reports.mappings().read();
    assertEquals("A18", id());
    Files.createDirectories(folder.resolve("sites"));
    write("facilities: [NORTH]\naccession: [OBR-2]\n");
    assertEquals("P1", id());
  }

  @Test
  void filesOfEditorsAreLeftAlone() throws IOException {
    Files.writeString(north.resolveSibling(".north.yaml.swp"), "b0VIM");
    reports.mappings().read();
    assertEquals(Optional.empty(), reports.mappings().problem());
    Files.writeString(north.resolveSibling("north.yml"), "facilities: [NORTH]\n");
    reports.mappings().read();
    assertEquals(
        Optional.of("sites/north.yml: a mapping has a name that ends in .yaml"),
        reports.mappings().problem());
  }
}
