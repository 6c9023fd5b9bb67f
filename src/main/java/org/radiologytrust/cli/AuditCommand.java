package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code rtl audit}: one audit of files, by the product's own routes on a journal in a temporary
 * folder, no port opened.
 */
@Command(
    name = "audit",
    description = "Audits one report, with images or without, and prints the FHIR Bundle.",
    mixinStandardHelpOptions = true)
final class AuditCommand implements Callable<Integer> {
  enum Format {
    JSON,
    TABLE
  }

  @ParentCommand private Rtl rtl;

  @Option(
      names = "--report",
      required = true,
      paramLabel = "FILE",
      description = "The report: HL7 v2 (ORU^R01), FHIR JSON or XML, or text.")
  private Path report;

  @Option(
      names = "--image",
      paramLabel = "FILE",
      arity = "1..*",
      description = "An image of the study: DICOM, PNG or JPEG; may be repeated.")
  private List<Path> images = List.of();

  @Option(
      names = "--format",
      paramLabel = "json|table",
      description = "Output (default: ${DEFAULT-VALUE}).")
  private Format format = Format.JSON;

  @Option(names = "--json", description = "The same as --format json.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Progress progress = new Progress();
    Path folder = Files.createTempDirectory("rtl-audit");
    try (CommandCleanup closing = new CommandCleanup(folder)) {
      ReportFile file = new ReportFile("--report", read(report));
      ImageFiles files = ImageFiles.open(images, closing);
      progress.step("starting the engine");
      FileAudits audits = FileAudits.start(rtl, folder.resolve("home"), files);
      closing.add(audits);
      progress.step("reading the report");
      FileAudits.Queued queued = audits.queue(file, files.studies());
      if (!queued.warning().isEmpty()) {
        System.err.println("rtl: warning: " + queued.warning());
      }
      progress.step("auditing");
      AuditResult audited = audits.await(queued);
      progress.step("done");
      return print(audits, audited);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure("--report: " + file + " cannot be read");
    }
  }

  private int print(FileAudits audits, AuditResult audited) {
    if (format == Format.TABLE && !json) {
      AuditTable.lines(audited.summary(), audited.claims()).forEach(System.out::println);
    } else {
      System.out.println(audits.json(audited));
    }
    return audited.auditable() ? 0 : 1;
  }
}
