package org.radiologytrust.lab.checks.alarms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.cli.audit.ReportFile;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.checks.CheckFigures;
import org.radiologytrust.lab.checks.Checked;
import org.radiologytrust.lab.checks.CleanReport;
import org.radiologytrust.lab.checks.Measurement;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;
import org.radiologytrust.settings.Settings;

class AlarmFiguresTest {
  private static final String KNEE = "FINDINGS: Normal knee.\n\nIMPRESSION: Normal right hip hip.";

  @TempDir Path folder;

  private static CleanReport report(
      String id, String modality, String part, String text, String... flagged) {
    Report report = ReportFile.text(id, text, "site");
    List<CheckResult> flags =
        Arrays.stream(flagged).map(f -> f.split("/")).map(f -> flag(f[0], f[1], text)).toList();
    return new CleanReport(id, modality, part, new Checked(report, List.of(), flags));
  }

  private static CheckResult flag(String check, String words, String text) {
    int at = text.indexOf(words);
    return new CheckResult(
        check,
        Label.NEEDS_REVIEW,
        Evidence.of(new Span(at, at + words.length()), text),
        Evidence.field("OBR-4", "XR KNEE"),
        "Do.");
  }

  private static final List<CleanReport> REPORTS =
      List.of(
          report("1", "CR", "knee", KNEE, "side-order/right", "doubled-word/hip hip"),
          report("2", "CR", "knee", KNEE + " x", "side-order/right"),
          report("3", "CR", "", "IMPRESSION: Normal."),
          report("4", "", "chest", "IMPRESSION: Normal left lung.", "side-order/left"));

  private AlarmFigures figures(String... verdicts) throws IOException {
    List<Path> files = new ArrayList<>();
    for (String v : verdicts) {
      files.add(Files.writeString(folder.resolve("v" + files.size() + ".csv"), v));
    }
    CheckFigures figures = new CheckFigures(1, 0, REPORTS, List.of(), List.of());
    return new AlarmFigures(figures, Readings.read(files));
  }

  private static String row(int report, int flag, String verdict) {
    CleanReport r = REPORTS.get(report);
    FlagKey key = FlagKey.of(r.checked().report(), r.checked().flags().get(flag));
    return String.join(",", key.report(), key.check(), key.span(), verdict) + "\n";
  }

  private static final String HEAD = "report,check,span,verdict\n";

  @Test
  void aKeyHasNoWordsAndDoesNotMoveWithThePlace() {
    Report before = ReportFile.text("1", "Right knee.", "site");
    Report after = ReportFile.text("1", "XR. Right knee.", "site");
    FlagKey one = FlagKey.of(before, flag("side-order", "Right", before.text()));
    FlagKey moved = FlagKey.of(after, flag("side-order", "Right", after.text()));
    assertEquals(one.span(), moved.span());
    assertNotEquals(one.report(), moved.report());
    assertEquals(before.textSha256().substring(0, 16), one.report());
    assertTrue(one.span().matches("[0-9a-f]{16}"), one.span());
    FlagKey other = FlagKey.of(before, flag("side-order", "knee", before.text()));
    assertNotEquals(one.span(), other.span());
  }

  @Test
  void falseFlagsAreCountedAndNotFlags() throws IOException {
    AlarmFigures figures =
        figures(HEAD + row(0, 0, "false") + row(1, 0, "right") + row(0, 1, "unsure"));
    AlarmRow side = figures.of("side-order");
    assertEquals(3, side.flags().size());
    assertEquals(1, side.with(Reading.FALSE));
    assertEquals(1, side.with(Reading.RIGHT));
    assertEquals(1, side.unread());
    assertEquals(0.75, side.flagged().value());
    assertEquals(0.25, side.wrong().value());
    assertEquals(1, figures.of("doubled-word").with(Reading.UNSURE));
    AlarmRow all = figures.of(AlarmFigures.ALL);
    assertEquals(4, all.flags().size());
    assertEquals(0.75, all.flagged().value(), "three of four reports, not four flags");
  }

  @Test
  void kindsHaveTheirOwnReports() throws IOException {
    AlarmFigures figures = figures(HEAD + row(0, 0, "false") + row(3, 0, "false"));
    Map<String, AlarmRow> modalities =
        figures.of("side-order", AlarmFigures.By.MODALITY).stream()
            .collect(Collectors.toMap(AlarmRow::kind, r -> r));
    assertEquals(3, modalities.get("CR").reports());
    assertEquals(1.0 / 3, modalities.get("CR").wrong().value(), 1e-9);
    assertEquals(1.0, modalities.get("not known").wrong().value());
    Map<String, Integer> parts =
        figures.of("side-order", AlarmFigures.By.PART).stream()
            .collect(Collectors.toMap(AlarmRow::kind, r -> r.flags().size()));
    assertEquals(Map.of("knee", 2, "chest", 1, "not known", 0), parts);
  }

  @Test
  void withoutVerdictsNothingIsSaidAboutFalseFlags() throws IOException {
    AlarmFigures figures = figures();
    assertFalse(figures.of("side-order").wrong().known());
    assertEquals(4, figures.toRead().size());
    String csv = AlarmCsv.toRead(figures);
    assertTrue(csv.startsWith("report,check,span,verdict,said,id,kind,words,against,other,"), csv);
    assertTrue(csv.contains(row(0, 0, "").strip()), csv);
    assertTrue(csv.contains(",hip hip,OBR-4,XR KNEE,"), csv);
    assertFalse(AlarmCsv.byKind(figures).contains("hip"), "no words of a report");
  }

  @Test
  void aFilledInListIsAFileOfVerdicts() throws IOException {
    String list = AlarmCsv.toRead(figures()).replace(",,,", ",right,,");
    AlarmFigures figures = figures(list);
    assertEquals(4, figures.of(AlarmFigures.ALL).with(Reading.RIGHT));
    assertEquals(List.of(), figures.toRead());
  }

  @Test
  void twoReadersThatDifferAreAskedAgain() throws IOException {
    String one = HEAD + row(0, 0, "right") + row(1, 0, "right") + row(3, 0, "false");
    String other = HEAD + row(0, 0, "false") + row(1, 0, "right") + row(3, 0, "false");
    AlarmFigures figures = figures(one, other + "0,age,0,false\n");
    assertEquals(2, figures.toRead().size(), "one differs, one is not read");
    assertTrue(AlarmCsv.toRead(figures).contains(",right false,"), AlarmCsv.toRead(figures));
    String table = String.join("\n", AlarmTable.lines(figures));
    assertTrue(table.contains("3 flags read by both, 2 alike, Cohen's kappa 0.40"), table);
    assertTrue(table.lines().allMatch(l -> l.length() <= 100), table);
  }

  @Test
  void verdictsWhoseFlagIsGoneAreCounted() throws IOException {
    String report = FlagKey.of(REPORTS.get(0).checked().report());
    AlarmFigures figures = figures(HEAD + report + ",age,00,false\n" + "ffff,age,00,false\n");
    assertEquals(Map.of(Reading.FALSE, 1L), figures.gone());
  }

  @Test
  void jsonLinesMayNameModalityAndOrder() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("a.jsonl"),
            """
            {"id":"1","order":"CT CHEST","text":"IMPRESSION: Normal."}
            {"id":"2","name":"","order":"CT CHEST","mod":"PT","text":"IMPRESSION: Normal."}
            """);
    SiteFiles files = SiteFiles.shipped();
    MessageReaders readers = MessageReaders.of(Settings.load(null, Map.of(), Map.of()), files);
    CheckFigures figures =
        new Measurement(files, readers, CheckSettings.ALL_ON, 1)
            .run(file, List.of(), 0, false, step -> {});
    assertEquals(
        List.of("CT chest", "PT "),
        figures.reports().stream().map(r -> r.modality() + " " + r.part()).toList());
  }
}
