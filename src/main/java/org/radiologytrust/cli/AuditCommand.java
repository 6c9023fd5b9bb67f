package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.App;
import org.radiologytrust.Settings;
import org.radiologytrust.Version;
import org.radiologytrust.journal.JobQueue.Waiting;
import org.radiologytrust.journal.Outbox;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;
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
  /** Name of the sink that this command is. */
  private static final String SINK = "stdout";

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
    try (Closing closing = new Closing(folder)) {
      byte[] bytes = read(report);
      ImageFiles files = ImageFiles.open(images, closing);
      progress.step("starting the engine");
      Settings settings =
          rtl.settings(
              Map.of(),
              Map.of(
                  "rtl.home", folder.resolve("home").toString(),
                  "rtl.fhir.server", "",
                  "rtl.orthanc.url", ""));
      App app = App.start(settings, Rtl.root(), null, new App.Mode(false, List.of(SINK), files));
      closing.add(app);
      progress.step("reading the report");
      new ReportFile("--report", bytes).accept(app, settings.required("rtl.site"));
      queue(app, files.studies());
      progress.step("auditing");
      Outbox.Delivery delivery = await(app);
      progress.step("done");
      return print(app, delivery.bundle());
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CommandFailure("--report: " + file + " cannot be read");
    }
  }

  /** The images belong to the report because the command line says so. */
  private static void queue(App app, List<Study> studies) {
    Waiting only =
        app.journal().jobs().awaitingImages(Instant.now(), 1).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "the route correlate ran: give it the precondition of the shipped one"));
    for (Study study : studies) {
      if (only.report().patient().contradictsIdentity(study.patient())) {
        System.err.println(
            "rtl: warning: PatientID of an image is not in PID-3 of the report; it is used because"
                + " it was named");
      }
    }
    String shown =
        studies.stream()
            .flatMap(s -> s.instances().stream())
            .map(Instance::sopInstanceUid)
            .sorted()
            .reduce("", (a, b) -> a + "," + b);
    ReportStatus status = only.report().status();
    String refusal =
        status.withdrawn() ? "the report was withdrawn (status " + status.code() + ")" : "";
    UUID runId = Texts.uuid5(only.version() + "|" + Version.CURRENT + "|" + shown);
    app.journal().jobs().queue(only.version(), runId, studies, refusal, false);
  }

  private static Outbox.Delivery await(App app) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofHours(1));
    while (Instant.now().isBefore(end)) {
      List<Outbox.Delivery> due = app.journal().outbox().due(SINK, 1);
      if (!due.isEmpty()) {
        return due.get(0);
      }
      Thread.sleep(50);
    }
    throw new CommandFailure("no audit after an hour: see the log above");
  }

  private int print(App app, String bundle) {
    Bundle parsed = app.fhir().newJsonParser().parseResource(Bundle.class, bundle);
    List<Observation> all =
        parsed.getEntry().stream()
            .map(Bundle.BundleEntryComponent::getResource)
            .filter(Observation.class::isInstance)
            .map(Observation.class::cast)
            .toList();
    Observation summary =
        all.stream().filter(o -> code(o).equals("report-audit")).findFirst().orElseThrow();
    if (format == Format.TABLE && !json) {
      AuditTable.lines(summary, all.stream().filter(o -> code(o).equals("claim-audit")).toList())
          .forEach(System.out::println);
    } else {
      System.out.println(
          app.fhir().newJsonParser().setPrettyPrint(true).encodeResourceToString(parsed));
    }
    return summary.getStatus() == Observation.ObservationStatus.CANCELLED ? 1 : 0;
  }

  private static String code(Observation observation) {
    return observation.getCode().getCodingFirstRep().getCode();
  }
}
