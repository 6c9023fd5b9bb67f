package org.radiologytrust.cli.audit;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.Checks;
import org.radiologytrust.checker.CheckedFile;
import org.radiologytrust.checker.JsonOutput;
import org.radiologytrust.checker.Output;
import org.radiologytrust.checker.SentText;
import org.radiologytrust.checker.SiteChecks;
import org.radiologytrust.checker.TableOutput;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sex;
import org.radiologytrust.presign.Draft;
import org.radiologytrust.presign.DraftFacts;
import org.radiologytrust.presign.DraftReader;
import org.radiologytrust.presign.Drafts;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.ReportCheckSettings;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;
import org.radiologytrust.text.mentions.Budget;
import org.radiologytrust.text.sections.Segmenter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * {@code rtl check}: the checks of reports in files, without a server, a journal, an image or a
 * model. Only a file that holds a message or a document loads what reads those.
 */
@Command(
    name = "check",
    description =
        "Checks reports in files by rules alone, with the site's words and strengths. Nothing is"
            + " stored.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no flag, or only flags that ask",
      "1:a file cannot be read, or a check did not finish",
      "2:wrong usage",
      "3:a flag tells"
    },
    footerHeading = "%nExample:%n",
    footer = "  rtl check report.txt --procedure \"XR KNEE LEFT\"")
public final class CheckCommand implements Callable<Integer> {
  private static final int UNFINISHED = 1;
  private static final int FLAGGED = 3;

  enum Format {
    TABLE,
    JSON
  }

  @ParentCommand private SharedOptions rtl;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Text, HL7 v2, FHIR, PDF, RTF, CDA or HTML; - is the standard input.")
  private List<Path> files = List.of();

  @Option(names = "--format", description = "table (default), or json: one line for each report.")
  private Format format = Format.TABLE;

  @Option(names = "--procedure", paramLabel = "NAME", description = "What was ordered, for a text.")
  private String procedure = "";

  @Option(names = "--born", paramLabel = "DATE", description = "Birth date, for a text.")
  private @Nullable LocalDate born;

  @Option(names = "--sex", description = "female, male, other or unknown, for a text.")
  private Sex sex = Sex.UNKNOWN;

  @Option(
      names = "--studied",
      paramLabel = "DATE",
      description = "Day of the examination, for a text.")
  private @Nullable LocalDate studied;

  @Option(
      names = "--earlier",
      paramLabel = "DATE=FILE",
      description = "An earlier report of the patient on the same procedure; may be repeated.")
  private Map<LocalDate, Path> earlier = Map.of();

  @Override
  public Integer call() {
    Settings settings = rtl.settings(Map.of(), Map.of());
    Pilot.refuse(settings, "rtl check");
    SiteFiles data = Folders.files(settings);
    // read beside the others, and not shared with them: the word lists take longer than the checks
    CompletableFuture<DraftReader> reader =
        CompletableFuture.supplyAsync(() -> new DraftReader(data, new Segmenter(data)));
    Checks checks =
        new Checks(
            data,
            ReportCheckSettings.of(settings),
            SiteChecks.onClassPath(),
            Budget::processorTime,
            // the output names it
            (check, failure) -> {});
    RefusedRules.tell(checks);
    Drafts drafts =
        new Drafts(
            loaded(reader),
            checks,
            UnaryOperator.identity(),
            Clock.systemUTC(),
            ProductVersion.CURRENT);
    List<CheckedFile> checked = new ArrayList<>();
    boolean told = false;
    for (Path file : files) {
      for (Draft draft : drafts(file, settings, data, drafts)) {
        told |= draft.told();
        checked.add(new CheckedFile(name(file), draft.sent().sent(), draft.result()));
      }
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    Output output = format == Format.JSON ? new JsonOutput(out) : new TableOutput(out);
    output.print(List.of(), checked);
    boolean unfinished = checked.stream().anyMatch(file -> !file.result().unfinished().isEmpty());
    return told ? FLAGGED : unfinished ? UNFINISHED : 0;
  }

  private static DraftReader loaded(CompletableFuture<DraftReader> reader) {
    try {
      return reader.join();
    } catch (CompletionException e) {
      // its message names the word list that is not valid
      throw e.getCause() instanceof IllegalArgumentException wrong ? wrong : e;
    }
  }

  private List<Draft> drafts(Path path, Settings settings, SiteFiles data, Drafts drafts) {
    ReportFile file = ReportFile.of(path);
    Optional<String> text = file.plainText();
    if (text.isEmpty()) {
      return file.reports(MessageReaders.of(settings, data)).stream().map(drafts::check).toList();
    }
    SentText sent = sent(path, text.get());
    String site = Site.of(settings).name();
    List<EarlierReport> before =
        earlier.entrySet().stream()
            .sorted(Map.Entry.<LocalDate, Path>comparingByKey().reversed())
            .map(e -> earlier(e.getKey(), e.getValue(), site))
            .toList();
    return List.of(drafts.check(report(sent.read(), studied, site), sent, before));
  }

  private static SentText sent(Path path, String text) {
    SentText sent = new SentText(text);
    if (sent.read().isBlank()) {
      throw new CommandFailure(name(path) + ": the file has no text");
    }
    return sent;
  }

  private EarlierReport earlier(LocalDate day, Path path, String site) {
    String text =
        ReportFile.of(path)
            .plainText()
            .orElseThrow(
                () -> new CommandFailure(name(path) + ": an earlier report must be a text"));
    return EarlierReport.of("", day, report(sent(path, text).read(), day, site));
  }

  private Report report(String text, @Nullable LocalDate day, String site) {
    return new DraftFacts(
            procedure,
            "",
            "",
            "",
            Optional.ofNullable(born),
            sex,
            Optional.ofNullable(day),
            DraftFacts.Person.UNKNOWN)
        .report(site)
        .text(text)
        .build();
  }

  private static String name(Path file) {
    return file.toString();
  }
}
