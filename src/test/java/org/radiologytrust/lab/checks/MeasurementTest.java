package org.radiologytrust.lab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.check.Checks;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.cli.audit.ReportFile;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Report;
import org.radiologytrust.settings.Settings;

class MeasurementTest {
  private static final int PER_KIND = 20;
  private static final SiteFiles FILES = SiteFiles.shipped();

  @TempDir static Path folder;

  private static CheckFigures figures;

  @BeforeAll
  static void measure() throws IOException {
    Files.writeString(
        folder.resolve("a.csv"),
        """
        uid,image,indication,comparison,findings,impression
        1,Chest PA and lateral,Cough,None.,"The lungs are clear, with no effusion. Normal heart.",Normal chest.
        2,Chest radiograph,54-year-old woman with fever,,There is a small left nodule of 8 mm.,Left nodule of 8 mm.
        """);
    Files.writeString(
        folder.resolve("b.jsonl"),
        """
        {"id":"m","name":"MRI Knee - 2","text":"EXAM: MRI LEFT KNEE\\n\\nFINDINGS: Tear of the left medial meniscus.\\n\\nIMPRESSION: Meniscal tear of the left knee."}
        """);
    figures = measured(1);
  }

  private static CheckFigures measured(long seed) throws IOException {
    return measured(folder, seed);
  }

  private static CheckFigures measured(Path reports, long seed) throws IOException {
    MessageReaders readers = MessageReaders.of(Settings.load(null, Map.of(), Map.of()), FILES);
    Measurement measurement = new Measurement(FILES, readers, CheckSettings.ALL_ON, seed);
    return measurement.run(reports, measurement.kinds(), PER_KIND, false, step -> {});
  }

  private static String page(CheckFigures figures) {
    return CheckPage.html(figures, CheckTable.lines(figures, List.of(0.01)));
  }

  @Test
  void everyCheckHasAKindOfErrorThatItMustFind() {
    Set<String> kinds = Kind.load(FILES).stream().map(Kind::id).collect(Collectors.toSet());
    assertEquals(Set.copyOf(new Checks(FILES, CheckSettings.ALL_ON).ids()), kinds);
  }

  @Test
  void everyKindIsSeededInEachOfItsWordings() {
    Map<String, Integer> seeded = new TreeMap<>();
    Map<String, Integer> wanted = new TreeMap<>();
    for (Kind kind : Kind.load(FILES)) {
      wanted.put(kind.id(), PER_KIND);
      seeded.put(kind.id(), figures.of(kind.id()).size());
      assertTrue(kind.words().wordings().size() >= 8, kind.id());
    }
    assertEquals(wanted, seeded);
  }

  @Test
  void aReportOfWhichOnlyTheModalityIsKnownLeavesErrorsOfTheExamToOthers(@TempDir Path other)
      throws IOException {
    Files.writeString(
        other.resolve("c.jsonl"),
        """
        {"id":"p","name":"Report","mod":"MR","text":"FINDINGS: Nothing of note is seen.\\n\\nIMPRESSION: Normal."}
        """);
    List<SeededError> seeded = measured(other, 1).of("body-part-images");
    assertEquals(PER_KIND, seeded.size());
    seeded.forEach(e -> assertNotEquals("p", e.reportId(), e.name()));
  }

  @Test
  void anErrorDiffersFromItsTwinInTextOrFields() {
    for (SeededError e : figures.errors()) {
      assertFalse(
          e.error().report().text().equals(e.twin().report().text())
              && e.error().fields().equals(e.twin().fields()),
          e.name());
    }
  }

  @Test
  void noSlotIsLeftInTheReports() {
    for (SeededError e : figures.errors()) {
      if (!e.kind().equals("template-left")) {
        assertFalse(e.error().report().text().contains("{"), e.name());
      }
      assertFalse(e.twin().report().text().contains("{"), e.name());
      assertFalse(e.error().fields().toString().contains("{"), e.name());
    }
  }

  @Test
  @Tag("long")
  void theSameSeedGivesTheSameBytes() throws IOException {
    assertEquals(page(figures), page(measured(1)));
    assertNotEquals(page(figures), page(measured(2)));
  }

  @Test
  void orderAndPatientAgreeWithTheReport() {
    Map<String, List<String>> fields =
        figures.reports().stream()
            .collect(Collectors.toMap(CleanReport::id, r -> r.checked().fields()));
    assertTrue(fields.get("2").contains("PID-8: F"), "a woman");
    String knee = fields.get("m").toString().toLowerCase(Locale.ROOT);
    assertTrue(knee.contains("knee"), knee);
    assertFalse(knee.contains("right") || knee.contains("rt"), knee);
  }

  @Test
  void textOfReportsIsEscapedAndInvisibleCharactersAreShown() {
    SeededError one = figures.of("side-order").get(0);
    Report hostile = ReportFile.text("1", "Pleural <b>effusion</b>\u202e on the left.", "site");
    Checked checked = new Checked(hostile, List.of("OBR-4: <i>"), List.of());
    SeededError missed =
        new SeededError("side-order", 1, "<u>", one.said(), checked, checked, Set.of());
    String page = page(new CheckFigures(1, 1, List.of(), List.of("side-order"), List.of(missed)));
    assertTrue(page.contains("Pleural &lt;b&gt;effusion"), page);
    assertTrue(page.contains("U+202E"), page);
    assertTrue(page.contains("&lt;u&gt;") && page.contains("OBR-4: &lt;i&gt;"), page);
  }
}
