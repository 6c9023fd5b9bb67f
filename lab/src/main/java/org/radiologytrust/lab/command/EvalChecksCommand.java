package org.radiologytrust.lab.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OwnerOnlyFiles;
import org.radiologytrust.cli.base.Progress;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.lab.checks.CheckFigures;
import org.radiologytrust.lab.checks.CheckPage;
import org.radiologytrust.lab.checks.CheckTable;
import org.radiologytrust.lab.checks.ErrorCsv;
import org.radiologytrust.lab.checks.Measurement;
import org.radiologytrust.lab.checks.PatientFigures;
import org.radiologytrust.lab.checks.PatientTable;
import org.radiologytrust.lab.checks.alarms.AlarmCsv;
import org.radiologytrust.lab.checks.alarms.AlarmFigures;
import org.radiologytrust.lab.checks.alarms.AlarmTable;
import org.radiologytrust.lab.checks.alarms.Readings;
import org.radiologytrust.lab.checks.paper.Measured;
import org.radiologytrust.lab.checks.paper.PaperFiles;
import org.radiologytrust.process.Folders;
import org.radiologytrust.settings.ReportCheckSettings;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl eval-checks}: measures the checks on reports with seeded errors. */
@Command(
    name = "eval-checks",
    description =
        "Seeds errors into reports and reports how many the checks find, and how often they flag"
            + " the reports as they are. It needs no model. The same seed gives the same bytes.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl eval-checks reports.csv --check side-order,age --out eval-checks")
final class EvalChecksCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Parameters(
      paramLabel = "REPORTS",
      description =
          "Reports that are taken as right: a folder, a CSV file (a column text, or findings and"
              + " impression), JSON lines (name, text, mod), HL7 messages, or one report as text.")
  private Path reports;

  @Option(
      names = "--per-kind",
      paramLabel = "N",
      description = "Errors of each kind (default: ${DEFAULT-VALUE}).")
  private int perKind = 40;

  @Option(
      names = "--check",
      split = ",",
      paramLabel = "ID",
      description = "Seeds only errors for these checks (default: all).")
  private @Nullable List<String> only;

  @Option(
      names = "--prevalence",
      split = ",",
      paramLabel = "PERCENT",
      description =
          "Shares of reports with an error for which the share of right flags is given (default:"
              + " 0.5,1.2,5).")
  private List<Double> prevalences = List.of(0.5, 1.2, 5.0);

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "S",
      description = "Seed of the random numbers, from 1 (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--paired",
      description =
          "Gives each report the next one on the same examination as an earlier report of the"
              + " patient. What the earlier-... checks flag then is no alarm where the two do"
              + " contradict each other: read each.")
  private boolean paired;

  @Option(
      names = "--patients",
      paramLabel = "N",
      description =
          "Instead, invents so many patients with two to six of the reports each and an event in"
              + " two of them, such as a follow-up that is never done, and measures the"
              + " earlier-... checks.")
  private int patients;

  @Option(
      names = "--verdicts",
      paramLabel = "FILE",
      description =
          "What a person said about flags on the reports as they are: CSV with the columns report,"
              + " check, span and verdict (right, false, unsure). Given twice, for two readers, it"
              + " also prints how far they agree.")
  private List<Path> verdicts = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder for the page of all misses and alarms, and for to-read.csv, the flags that have"
              + " no verdict yet; both quote the reports (default:"
              + " ${DEFAULT-VALUE}).")
  private Path out = Path.of("eval-checks");

  @Override
  public Integer call() throws Exception {
    Progress progress = new Progress();
    Settings settings = rtl.settings(Map.of(), Map.of());
    SiteFiles files = Folders.files(settings);
    Measurement measurement = measurement(settings, files);
    check(measurement.kinds());
    Readings readings = Readings.read(verdicts);
    OwnerOnlyFiles.folder(out);
    List<String> table = new ArrayList<>();
    CheckFigures figures = figures(measurement, table, progress);
    AlarmFigures alarms = new AlarmFigures(figures, readings);
    table.addAll(AlarmTable.lines(alarms));
    Files.writeString(out.resolve("checks.txt"), String.join("\n", table) + "\n");
    paper(figures, alarms, files);
    Files.writeString(out.resolve("errors.csv"), ErrorCsv.text(figures));
    Files.writeString(out.resolve("by-kind.csv"), AlarmCsv.byKind(alarms));
    Files.writeString(out.resolve("to-read.csv"), AlarmCsv.toRead(alarms));
    Files.writeString(out.resolve("checks.html"), CheckPage.html(figures, table));
    table.forEach(System.out::println);
    System.out.println();
    System.out.println("Every miss and every alarm: " + out.resolve("checks.html"));
    return 0;
  }

  private CheckFigures figures(Measurement measurement, List<String> table, Progress progress)
      throws IOException {
    if (patients > 0) {
      PatientFigures measured = measurement.patients(reports, patients, progress::step);
      table.addAll(PatientTable.lines(measured));
      return measured.figures();
    }
    List<String> kinds = only == null ? measurement.kinds() : only;
    CheckFigures figures = measurement.run(reports, kinds, perKind, paired, progress::step);
    table.addAll(CheckTable.lines(figures, shares()));
    return figures;
  }

  /** The prevalences from 0 to 1. */
  private List<Double> shares() {
    return prevalences.stream().map(p -> p / 100).toList();
  }

  /** Invented patients have a table of their own, and no seeded errors for these files. */
  private void paper(CheckFigures figures, AlarmFigures alarms, SiteFiles files)
      throws IOException {
    Path csv = out.resolve("checks.csv");
    Path json = out.resolve("checks.json");
    if (patients > 0) {
      Files.deleteIfExists(csv); // of another measurement into the same folder
      Files.deleteIfExists(json);
      return;
    }
    PaperFiles paper =
        new PaperFiles(Measured.of(figures, files, paired), figures, alarms, shares());
    Files.writeString(csv, paper.csv());
    Files.writeString(json, paper.json());
  }

  private Measurement measurement(Settings settings, SiteFiles files) {
    try {
      return new Measurement(
          files, MessageReaders.of(settings, files), ReportCheckSettings.of(settings), seed);
    } catch (IllegalArgumentException e) {
      throw new Settings.Wrong(e.getMessage());
    }
  }

  private void check(List<String> kinds) {
    if (perKind < 0 || perKind > 10_000 || seed < 1) {
      throw new CommandFailure("--per-kind must be from 0 to 10000, --seed at least 1");
    }
    if (patients < 0 || patients > 100_000) {
      throw new CommandFailure("--patients must be from 0 to 100000");
    }
    if (patients > 0 && (paired || only != null)) {
      throw new CommandFailure("--patients goes with neither --paired nor --check");
    }
    if (prevalences.stream().anyMatch(p -> !(p > 0 && p < 100))) {
      throw new CommandFailure("--prevalence must be above 0 and below 100 percent");
    }
    if (only != null) {
      for (String id : only) {
        if (!kinds.contains(id)) {
          throw new CommandFailure(
              "--check: there are no errors for " + id + ": use " + String.join(", ", kinds));
        }
      }
    }
  }
}
