package org.radiologytrust.sentinel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.hl7.Hl7Reports;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.sentinels.SentinelMark;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;
import org.radiologytrust.settings.ReportCheckSettings;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.text.sections.Segmenter;

class SentinelMessagesTest {
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final CheckSettings SETTINGS =
      ReportCheckSettings.of(Settings.load(null, Map.of(), Map.of()));
  private static final Checks CHECKS = new Checks(FILES, SETTINGS);
  private static final Instant NOW = Instant.parse("2026-12-01T10:20:30.456Z");

  @TempDir Path folder;

  private static Report read(SentinelCase one, UUID id) {
    Hl7Reports reader = new Hl7Reports("main", ZoneOffset.UTC, "UNICODE UTF-8", Map.of(), FILES);
    return ((Inbox.Parsed) reader.disposition(SentinelMessages.hl7(one, id, NOW))).first();
  }

  @Test
  void eachShippedReportHasTheFlagOfItsCheck() {
    List<SentinelCase> cases = SentinelCase.load(FILES, CHECKS.ids());
    assertTrue(cases.size() >= 2);
    for (SentinelCase one : cases) {
      UUID id = UUID.randomUUID();
      Report report = read(one, id);
      Audit audit = CHECKS.check(new Segmenter(FILES).segment(Audit.of(id, report).build()));
      assertTrue(
          Stream.concat(Problems.of(audit).stream(), Problems.asked(audit).stream())
              .map(Problem::type)
              .anyMatch(one.check()::equals),
          one.check() + " flags " + audit.checks());
    }
  }

  @Test
  void aMessageHasTheMarkAndTheWords() {
    SentinelCase odd = new SentinelCase("denied", "A|B^C", "CR", "One & two \\ three.\nFour~five.");
    UUID id = UUID.randomUUID();
    Report report = read(odd, id);
    assertTrue(SentinelMark.isOn(report));
    assertTrue(SentinelMark.isSite(report.site()));
    assertEquals(SentinelMark.SYSTEM, report.patient().identifiers().get(0).system());
    assertEquals(id.toString(), report.patient().identifiers().get(0).value());
    assertEquals("One & two \\ three.\nFour~five.", report.text());
    assertEquals("A|B^C", report.order().procedure().display());
    for (byte[] bytes :
        List.of(
            SentinelMessages.hl7(odd, id, NOW),
            SentinelMessages.fhir(odd, id, NOW),
            SentinelMessages.draft(odd, id))) {
      assertTrue(SentinelMark.mayBeIn(bytes), new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Test
  void aFileThatIsNotValidIsRefused() throws Exception {
    for (String[] wrong :
        new String[][] {
          {"[]", "there is no report"},
          {"- {check: nothing, procedure: a, modality: CR, text: b}", "there is no check nothing"},
          {"- {check: denied, procedure: a, modality: CR}", "text is missing"},
          {
            "- {check: denied, procedure: a, modality: CR, text: ' '}",
            "needs procedure, modality and text"
          }
        }) {
      Path file = Files.createDirectories(folder.resolve("sentinel")).resolve("reports.yaml");
      Files.writeString(file, wrong[0]);
      IllegalArgumentException e =
          assertThrows(
              IllegalArgumentException.class,
              () -> SentinelCase.load(SiteFiles.in(folder), CHECKS.ids()));
      assertTrue(e.getMessage().contains("sentinel/reports.yaml"), e.getMessage());
      assertTrue(e.getMessage().contains(wrong[1]), e.getMessage());
    }
  }
}
