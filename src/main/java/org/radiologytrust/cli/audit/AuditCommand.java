package org.radiologytrust.cli.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandCleanup;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.Progress;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.process.Folders;
import org.radiologytrust.settings.Pilot;
import org.radiologytrust.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code rtl audit}: audits the reports in a file, with the product's own routes and a journal in a
 * temporary folder. Opens no port.
 */
@Command(
    name = "audit",
    description =
        "Audits the report in a file, with or without images, and prints the FHIR Bundle. A file"
            + " with several reports is audited without images, with one Bundle for each.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every report was audited",
      "1:one is not auditable, or an audit failed; also with --fail-on",
      "2:wrong usage",
      "3:with --fail-on needs-review: at least one claim needs review"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rtl audit --report report.hl7 --format table",
      "  rtl audit --report report.txt --image chest.dcm --fail-on needs-review"
    })
public final class AuditCommand implements Callable<Integer> {
  enum Format {
    JSON,
    TABLE
  }

  /** An outcome that ends the command with an exit code of its own. */
  enum FailOn {
    NEEDS_REVIEW;

    /** As it is written on the command line. */
    @Override
    public String toString() {
      return "needs-review";
    }
  }

  /** Exit code where {@code --fail-on} applies. */
  private static final int FAILED_ON = 3;

  @ParentCommand private SharedOptions rtl;

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE",
      description = "The report: HL7 v2 (ORU^R01), FHIR JSON or XML, PDF, RTF, CDA, HTML or text.")
  private Path report;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Images of the study: DICOM, PNG or JPEG; may be repeated.")
  private List<Path> images = List.of();

  @Option(
      names = "--format",
      paramLabel = "json|table",
      description = "Output (default: ${DEFAULT-VALUE}).")
  private Format format = Format.JSON;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Option(
      names = "--fail-on",
      paramLabel = "needs-review",
      description = "End with exit code 3 when at least one claim needs review.")
  private @Nullable FailOn failOn;

  @Override
  public Integer call() throws Exception {
    Settings settings = rtl.settings(Map.of(), Map.of());
    Pilot.refuse(settings, "rtl audit");
    if (!images.isEmpty()) {
      ImageFiles.requireUsed(settings);
    }
    Progress progress = new Progress();
    Path folder = Files.createTempDirectory("rtl-audit");
    try (CommandCleanup closing = new CommandCleanup(folder)) {
      ReportFile file = new ReportFile("--report", read(report));
      ImageFiles files = ImageFiles.open(images, Folders.files(settings), closing);
      progress.step("starting the engine");
      FileAudits audits = FileAudits.start(rtl, folder.resolve("home"), files);
      closing.add(audits);
      progress.step("reading the report");
      List<FileAudits.Queued> queued =
          images.isEmpty() ? audits.queueAll(file) : List.of(audits.queue(file, files.studies()));
      queued.stream()
          .map(FileAudits.Queued::warning)
          .filter(warning -> !warning.isEmpty())
          .forEach(warning -> System.err.println("rtl: warning: " + warning));
      progress.step("auditing");
      List<AuditResult> audited = new ArrayList<>();
      for (FileAudits.Queued one : queued) {
        audited.add(audits.await(one));
      }
      progress.step("done");
      for (int i = 0; i < audited.size(); i++) {
        if (audited.size() > 1 && table()) {
          AuditTable.heading(i, queued.get(i).report().reportId()).forEach(System.out::println);
        }
        print(audits, audited.get(i));
      }
      return exitCode(audited);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure("--report: " + file + " cannot be read");
    }
  }

  private boolean table() {
    return format == Format.TABLE && !json;
  }

  private void print(FileAudits audits, AuditResult audited) {
    if (table()) {
      AuditTable.lines(audited.summary(), audited.claims()).forEach(System.out::println);
    } else {
      System.out.println(audits.json(audited));
    }
  }

  private int exitCode(List<AuditResult> audited) {
    if (!audited.stream().allMatch(AuditResult::auditable)) {
      return 1;
    }
    return failOn == FailOn.NEEDS_REVIEW && audited.stream().anyMatch(AuditResult::needsReview)
        ? FAILED_ON
        : 0;
  }
}
