package org.radiologytrust.cli.operator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.rule.LoadedTable;
import org.radiologytrust.checker.SiteChecks;
import org.radiologytrust.cli.audit.MessageReaders;
import org.radiologytrust.cli.audit.RefusedRules;
import org.radiologytrust.cli.audit.ReportFile;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.EmptyFolder;
import org.radiologytrust.cli.base.OwnerOnlyFiles;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.rehearsal.JournalSnapshot;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.strengths.SqlStrengthTables.InForce;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Texts;
import org.radiologytrust.ops.JournalFeature;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.Home;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.rehearse.Rehearsal;
import org.radiologytrust.rehearse.RehearsalResult;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.ReportCheckSettings;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.text.mentions.Budget;
import org.radiologytrust.text.sections.Segmenter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rtl rehearse}: what new words, strengths or a new version would change. */
@Command(
    name = "rehearse",
    description = {
      "Checks the newest reports of the journal again with the word lists of rtl.files, with this"
          + " version, and with the strengths, exceptions and rules in force, or others. Shows which"
          + " flags would come, go, or speak otherwise.",
      "With FILEs, it needs no journal: it checks their reports, and compares the flags with those"
          + " of the word lists and strengths as shipped.",
      "Reads a copy, publishes nothing, and asks no model. The files that it writes quote reports.",
      "Exit code 0."
    },
    mixinStandardHelpOptions = true,
    footerHeading = "%nExample:%n",
    footer = "  rtl rehearse --strengths strengths.yaml")
public final class RehearseCommand implements Callable<Integer> {
  @ParentCommand private SharedOptions rtl;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Reports: text, HL7 v2, FHIR, PDF, RTF, CDA or HTML.")
  private List<Path> reports = List.of();

  @Option(
      names = "--strengths",
      paramLabel = "FILE",
      description =
          "A table of strengths, or a folder with check/strengths.yaml, check/exceptions.yaml and"
              + " rules, that is not loaded yet (default: what is in force).")
  private @Nullable Path other;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "How many reports, the newest first (default: ${DEFAULT-VALUE}).")
  private int last = 2000;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Where rehearsal.html and rehearsal.json go; empty or new (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("rehearsal");

  @Override
  public Integer call() throws Exception {
    if (last < 1) {
      throw new CommandFailure("--last: give a number from 1");
    }
    EmptyFolder.check(out);
    Settings settings = rtl.settings(Map.of(), Map.of());
    SiteFiles files = Folders.files(settings);
    Checks ours = checks(files, settings);
    RehearsalResult result =
        reports.isEmpty() ? ofJournal(ours, files, settings) : ofFiles(ours, files, settings);
    RehearsalFiles.write(out, result);
    RehearsalFiles.lines(result).forEach(line -> System.out.println(Texts.printable(line)));
    System.out.println("Read " + out.resolve(RehearsalFiles.PAGE));
    return 0;
  }

  private static Checks checks(SiteFiles files, Settings settings) {
    return new Checks(
        files,
        ReportCheckSettings.of(settings),
        SiteChecks.onClassPath(),
        Budget::processorTime,
        // the result counts it
        (check, failure) -> {});
  }

  private RehearsalResult ofJournal(Checks ours, SiteFiles files, Settings settings)
      throws IOException {
    OwnerOnlyFiles.folder(out);
    JournalSnapshot journal = snapshot(settings);
    if (journal.rows().isEmpty()) {
      throw new CommandFailure(
          "the journal has no audit outside shadow mode: there is nothing to rehearse on");
    }
    String table = table(ours, files, journal.strengths());
    return rehearsal(files, ours.withTable(() -> Optional.of(table))).run(journal);
  }

  private RehearsalResult ofFiles(Checks ours, SiteFiles files, Settings settings)
      throws IOException {
    Pilot.refuse(settings, "rtl rehearse FILE");
    SiteFiles shipped = SiteFiles.shipped().language(settings.required("rtl.language"));
    Checks wanted = ours;
    if (other != null) {
      String table = TableFile.read(ours, other);
      wanted = ours.withTable(() -> Optional.of(table));
    }
    MessageReaders readers = MessageReaders.of(settings, files);
    List<Report> read = new ArrayList<>();
    for (Path file : reports) {
      read.addAll(read(file, readers));
    }
    OwnerOnlyFiles.folder(out);
    return rehearsal(files, wanted).run(read, Segmenter.of(shipped), checks(shipped, settings));
  }

  /** The reports of a file. The id of a text is the name of its file. */
  private static List<Report> read(Path file, MessageReaders readers) {
    ReportFile reports = ReportFile.of(file);
    String name = file.getFileName().toString();
    return reports
        .plainText()
        .map(Report::canonicalText)
        .filter(text -> !text.isBlank())
        .map(text -> List.of(ReportFile.text(name, text, readers.site())))
        .orElseGet(() -> reports.reports(readers));
  }

  private static Rehearsal rehearsal(SiteFiles files, Checks checks) {
    RefusedRules.tell(checks);
    return new Rehearsal(Segmenter.of(files), checks, ProductVersion.CURRENT);
  }

  /** The other table, or the one that the next start of the product would use. */
  private String table(Checks ours, SiteFiles files, InForce there) {
    if (other != null) {
      return TableFile.read(ours, other);
    }
    String own = LoadedTable.of(files).map(LoadedTable::text).orElse("");
    return there.content().orElseGet(() -> ours.strengths().first(own, there.changes()));
  }

  private JournalSnapshot snapshot(Settings settings) throws IOException {
    Path copy = Files.createFile(out.resolve("journal-copy.db"), OwnerOnlyFiles.file());
    try {
      return new JournalFeature(settings, List.of())
          .snapshot(Home.journal(Home.folder(settings)), copy, last);
    } catch (JournalException e) {
      throw new CommandFailure(e.getMessage());
    } finally {
      for (Path part : JournalFile.parts(copy)) {
        Files.deleteIfExists(part);
      }
    }
  }
}
