package org.radiologytrust.lab.checks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.cli.audit.ReportFile;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.checks.CheckFigures;
import org.radiologytrust.lab.checks.Checked;
import org.radiologytrust.lab.checks.CleanReport;
import org.radiologytrust.lab.checks.SeededError;
import org.radiologytrust.lab.checks.alarms.AlarmFigures;
import org.radiologytrust.lab.checks.alarms.Readings;
import org.radiologytrust.lab.results.Estimate;
import org.radiologytrust.lab.results.Ppv;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Span;

class PaperFilesTest {
  private static final double CLOSE = 1e-9;

  @TempDir Path folder;

  private static Checked checked(String text, String... checks) {
    Report report = ReportFile.text("r", text, "site");
    List<CheckResult> flags =
        Arrays.stream(checks)
            .map(
                check ->
                    new CheckResult(
                        check,
                        Label.NEEDS_REVIEW,
                        Evidence.of(new Span(0, 3), text),
                        Evidence.field("OBR-4", "XR KNEE"),
                        "Do."))
            .toList();
    return new Checked(report, List.of(), flags);
  }

  private static CleanReport clean(int i, String... checks) {
    return new CleanReport("=" + i, "CR", "knee", checked("Zyzzyva " + i, checks));
  }

  private static SeededError error(String kind, boolean found) {
    Checked error = found ? checked("Zyzzyva", kind) : checked("Zyzzyva");
    return new SeededError(kind, 1, "=1", List.of(), error, checked("Zyzzyva"), Set.of());
  }

  /**
   * {@code age}: 9 of 10 found and nothing flagged; {@code unit}: 1 of 2 found, 1 of 20 flagged.
   */
  private static CheckFigures figures() {
    List<CleanReport> reports =
        IntStream.range(0, 20).mapToObj(i -> i == 7 ? clean(i, "unit") : clean(i)).toList();
    List<SeededError> errors =
        IntStream.range(0, 12)
            .mapToObj(i -> i < 10 ? error("age", i > 0) : error("unit", i == 10))
            .toList();
    return new CheckFigures(5, 10, reports, List.of("age", "unit"), errors);
  }

  private static PaperFiles files(SiteFiles own) throws IOException {
    CheckFigures figures = figures();
    return new PaperFiles(
        Measured.of(figures, own, false),
        figures,
        new AlarmFigures(figures, Readings.read(List.of())),
        List.of(0.005, 0.05));
  }

  @Test
  void whatWasNeverFlaggedHasALowerBoundAndNoShare() throws Exception {
    JsonNode root = new ObjectMapper().readTree(files(SiteFiles.shipped()).json());
    JsonNode age = root.path("checks").get(0);
    assertEquals("age", age.path("check").asText());
    assertEquals(9, age.path("recall").path("n").asInt());
    assertEquals(10, age.path("recall").path("of").asInt());
    assertEquals(0, age.path("flagged").path("n").asInt());
    double z2 = 3.8414588206941236;
    double upper = age.path("flagged").path("high").asDouble();
    assertEquals(z2 / (20 + z2), upper, 1e-6, "Wilson's bound of 0 of 20");
    assertTrue(upper > 3.0 / 20, "wider than the rule of three");
    JsonNode ppv = age.path("ppv").get(1);
    assertTrue(ppv.path("value").isNull(), "0 of 20 does not say that all flags are right");
    double found = age.path("recall").path("low").asDouble() * 0.05;
    assertEquals(found / (found + upper * 0.95), ppv.path("low").asDouble(), CLOSE);
    JsonNode unit = root.path("checks").get(1).path("ppv").get(1);
    assertEquals(0.025 / (0.025 + 0.05 * 0.95), unit.path("value").asDouble(), CLOSE);
    assertTrue(unit.path("low").asDouble() < unit.path("value").asDouble());
    assertTrue(age.path("wrong").path("share").asDouble() == 0, "nothing was flagged");
    assertTrue(root.path("checks").get(1).path("wrong").path("share").isNull(), "nobody read it");
    assertEquals("all", root.path("checks").get(2).path("check").asText());
  }

  @Test
  void nothingFoundAndNothingFlaggedIsNotKnown() {
    Ppv none = Ppv.of(Estimate.share(0, 10), Estimate.share(0, 10), 0.05);
    assertNull(none.value());
    assertNull(none.low());
    assertNull(Ppv.of(Estimate.share(0, 0), Estimate.share(1, 10), 0.05).low());
    assertEquals(0.0, Ppv.of(Estimate.share(0, 10), Estimate.share(1, 10), 0.05).value());
  }

  @Test
  void tableSaysTheSameAndNamesWhatWasMeasured() throws Exception {
    String csv = files(SiteFiles.shipped()).csv();
    List<String> lines = csv.lines().toList();
    assertEquals(1 + 3 * 2, lines.size(), csv);
    assertTrue(
        lines.get(0).startsWith("check,recall_n,recall_of,recall,recall_low,recall_high,"), csv);
    assertTrue(lines.get(1).startsWith("age,9,10,0.9,"), csv);
    assertTrue(lines.get(1).contains(",0.005,,0."), "no share, a lower bound: " + lines.get(1));
    assertTrue(csv.contains("\"Wilson, two-sided, 95 %\""), csv);
    int columns = lines.get(0).split(",").length;
    for (String line : lines) {
      assertEquals(columns, line.replace("\"Wilson, two-sided, 95 %\"", "w").split(",", -1).length);
    }
    assertFalse((csv + files(SiteFiles.shipped()).json()).contains("Zyzzyva"));
  }

  @Test
  void hashesFollowTheReportsAndTheOwnFiles() throws Exception {
    CheckFigures figures = figures();
    Measured measured = Measured.of(figures, SiteFiles.shipped(), false);
    List<CleanReport> turned = new ArrayList<>(figures.reports());
    Collections.reverse(turned);
    assertEquals(
        measured, Measured.of(with(figures, turned), SiteFiles.shipped(), false), "any order");
    turned.set(3, clean(99));
    assertNotEquals(
        measured.reports(),
        Measured.of(with(figures, turned), SiteFiles.shipped(), false).reports());
    Path own = Files.createDirectories(folder.resolve("lab/checks/errors")).resolve("age.yaml");
    Files.writeString(own, "# another wording");
    assertNotEquals(measured.files(), Measured.of(figures, SiteFiles.in(folder), false).files());
  }

  private static CheckFigures with(CheckFigures figures, List<CleanReport> reports) {
    return new CheckFigures(
        figures.seed(), figures.perKind(), reports, figures.kinds(), figures.errors());
  }
}
