package org.radiologytrust.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.cli.operator.InventoryText;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.quality.By;
import org.radiologytrust.journal.quality.Selection;
import org.radiologytrust.journal.reviews.BulkAudits;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.settings.Settings;

class InventoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "s3cr3t";

  private final SettableClock clock = new SettableClock();
  private final TemporaryJournal journal = new TemporaryJournal(clock);

  @AfterEach
  void close() {
    journal.close();
  }

  private static Settings settings(String... more) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < more.length; i += 2) {
      values.put(more[i], more[i + 1]);
    }
    return Settings.load(Path.of("config/application.properties"), Map.of(), values);
  }

  private JsonNode entry(Settings settings) {
    return JSON.valueToTree(
        new Inventory(
                journal.journal(),
                InventorySettings.of(settings),
                () ->
                    new Inventory.Product(
                        "9.9.9 (abc)",
                        "w",
                        "s",
                        List.of(new Inventory.Model("medgemma", List.of("sha256:1")))))
            .json());
  }

  @Test
  void theEntryIsOfTheRunningSettingsAndTheLastMonth() {
    BulkAudits.load(journal.journal(), 100);
    YearMonth month = YearMonth.from(clock.instant().atZone(ZoneOffset.UTC));
    clock.advance(
        Duration.between(
            clock.instant(),
            month.plusMonths(1).atDay(2).atStartOfDay(ZoneOffset.UTC).toInstant()));
    JsonNode entry =
        entry(
            settings(
                "rtl.owner.name", "Dr. A. Example",
                "rtl.mllp.port", "3333",
                "rtl.orthanc.url", "http://pacs.example:8042/x",
                "rtl.orthanc.password", SECRET,
                "rtl.model.token", SECRET));
    assertEquals("Dr. A. Example", entry.at("/owner/name").asText());
    assertEquals("", entry.at("/owner/contact").asText());
    assertEquals("127.0.0.1:3333", entry.at("/doors").path("HL7 v2 over MLLP").asText());
    assertEquals("pacs.example:8042", entry.at("/peers").path("image store (Orthanc)").asText());
    assertEquals("sha256:1", entry.at("/models/0/digests/0").asText());
    assertTrue(entry.at("/card").path("Intended use").asText().contains("Second look"));
    assertTrue(entry.at("/card").has("Regulatory status"));
    assertEquals(month.toString(), entry.at("/lastMonth/month").asText());
    var rows = journal.journal().quality().figures(Selection.of(month), By.ALL, "");
    assertEquals(rows.get(0).reports(), entry.at("/lastMonth/reports").asInt());
    assertEquals(rows.get(0).flags(), entry.at("/lastMonth/flags/0/flags").asInt());
    assertEquals(rows.get(0).judged().right(), entry.at("/lastMonth/flags/0/right").asInt());
    assertEquals("none", entry.at("/acceptance/outcome").asText());
    assertFalse(entry.toString().contains(SECRET));
  }

  /** What is documented is what is there, and nothing else. */
  @Test
  void theDocumentNamesEachField() throws Exception {
    BulkAudits.load(journal.journal(), 5);
    JsonNode schema =
        new ObjectMapper(new YAMLFactory())
            .readTree(Path.of("docs/openapi/inventory.yaml").toFile())
            .at("/components/schemas/Entry");
    List<String> fields = new ArrayList<>();
    entry(settings()).fieldNames().forEachRemaining(fields::add);
    List<String> documented = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(documented::add);
    assertEquals(documented, fields);
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    assertEquals(documented, required);
  }

  @Test
  void thePageForPeopleHasAllOfIt() {
    String page = InventoryText.markdown(entry(settings()));
    assertTrue(page.startsWith("# Radiology Trust Layer\n\n- Version: 9.9.9 (abc)\n"), page);
    for (String heading :
        List.of("Owner", "Intended use", "Limits", "Models", "Doors", "Last month")) {
      assertTrue(page.contains("\n## " + heading + "\n"), heading + " in " + page);
    }
    assertTrue(page.contains("- Name: not known\n"), "nobody is named: " + page);
  }
}
