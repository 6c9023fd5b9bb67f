package org.radiologytrust.cli.audit;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle;
import org.radiologytrust.app.App;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.images.ImageSource;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;
import org.radiologytrust.process.Folders;
import org.radiologytrust.process.ProductVersion;
import org.radiologytrust.review.Problem;
import org.radiologytrust.review.Problems;
import org.radiologytrust.settings.Settings;

/**
 * Audits reports in files, with the product's own routes and a journal of its own. Opens no port.
 * May be used by several threads. No two reports may have the same id: in one journal the later one
 * would be a duplicate or a correction of the earlier.
 */
final class FileAudits implements AutoCloseable {
  /** Name of the sink that the command reads audits from. */
  private static final String SINK = "command";

  private static final Duration PATIENCE = Duration.ofHours(1);

  /** Somebody waits for the command: a server that is away does not come back in a day. */
  private static final Map<String, String> DEFAULTS =
      Map.of("rtl.audit.patience", "1m", "rtl.model.rest-most", "5s");

  private final App app;

  /** Finished runs that nobody has asked for yet. */
  private final Map<UUID, Outbox.Delivery> finished = new ConcurrentHashMap<>();

  private final MessageReaders readers;

  private FileAudits(App app, MessageReaders readers) {
    this.app = app;
    this.readers = readers;
  }

  /**
   * Starts the product without ports.
   *
   * @param home folder of the journal; it may be deleted after {@link #close}
   * @param images gives the pixels of the studies given to {@link #queue}
   * @throws Settings.Wrong when the settings cannot be used
   */
  static FileAudits start(SharedOptions rtl, Path home, ImageSource images) {
    Settings settings = settings(rtl, home);
    App app = App.start(settings, null, new App.Mode(false, List.of(SINK), images));
    return new FileAudits(app, MessageReaders.of(settings, Folders.files(settings)));
  }

  /**
   * The settings that {@link #start} runs with. The installed file lists all settings with the
   * values that they are shipped with, so only another value there takes the place of a default.
   */
  static Settings settings(SharedOptions rtl, Path home) {
    Map<String, String> fixed =
        Map.of("rtl.home", home.toAbsolutePath().toString(), "rtl.journal.url", "");
    Map<String, String> defaults = new HashMap<>(DEFAULTS);
    defaults.keySet().removeAll(rtl.settings(Map.of(), fixed).changed());
    return rtl.settings(defaults, fixed);
  }

  /**
   * A run that was queued.
   *
   * @param warning what may be wrong with the given files; empty for nothing
   */
  record Queued(UUID runId, Report report, String warning) {}

  /**
   * Queues a run of each report of the file, without images.
   *
   * @return the runs, in the order of the reports
   * @throws CommandFailure when the file is refused; the message is the reason
   */
  synchronized List<Queued> queueAll(ReportFile file) {
    file.accept(app, readers);
    // the journal may have stored them within the same millisecond
    List<String> order = file.reports(readers).stream().map(Report::reportId).toList();
    return waiting(order.size()).stream()
        .sorted(Comparator.comparing(waiting -> order.indexOf(waiting.report().reportId())))
        .map(report -> queue(report, List.of()))
        .toList();
  }

  /**
   * Queues a run of a report with these images, whatever patient and study they name.
   *
   * @throws CommandFailure when the report is refused, or the file holds several; the message is
   *     the reason
   */
  synchronized Queued queue(ReportFile file, List<Study> studies) {
    file.report(readers);
    file.accept(app, readers);
    return queue(waiting(1).get(0), studies);
  }

  private List<Waiting> waiting(int reports) {
    List<Waiting> waiting = app.journal().jobs().awaitingImages(Instant.now(), reports);
    if (waiting.size() < reports) {
      throw new CommandFailure(
          "the route correlate took the report: copy the precondition of the shipped"
              + " routes/audit.yaml");
    }
    return waiting;
  }

  private Queued queue(Waiting only, List<Study> studies) {
    String shown =
        studies.stream()
            .flatMap(s -> s.instances().stream())
            .map(Instance::sopInstanceUid)
            .sorted()
            .reduce("", (a, b) -> a + "," + b);
    ReportStatus status = only.report().status();
    String refusal =
        status.withdrawn() ? "the report was withdrawn (status " + status.code() + ")" : "";
    UUID runId = Texts.uuid5(only.version() + "|" + ProductVersion.CURRENT + "|" + shown);
    app.journal().jobs().queue(only.version(), runId, studies, refusal, false);
    boolean other =
        studies.stream().anyMatch(s -> only.report().patient().contradictsIdentity(s.patient()));
    return new Queued(
        runId,
        only.report(),
        other
            ? "PatientID of an image is not in PID-3 of the report; it is used all the same"
            : "");
  }

  /**
   * Waits for the end of a run.
   *
   * @throws CommandFailure when it takes longer than an hour
   */
  AuditResult await(Queued queued) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(end)) {
      collect();
      Outbox.Delivery audit = finished.remove(queued.runId());
      if (audit != null) {
        List<Problem> problems =
            app.journal().deliveredAudits().find(audit).stream()
                .flatMap(delivered -> problems(delivered.audit()))
                .toList();
        app.journal().outbox().sent(audit);
        return new AuditResult(
            app.fhir().newJsonParser().parseResource(Bundle.class, audit.bundle()), problems);
      }
      Thread.sleep(50);
    }
    throw new CommandFailure("no audit after an hour: see the log above");
  }

  private static Stream<Problem> problems(Audit audit) {
    return Stream.concat(
            Problems.of(audit).stream(),
            Problems.asked(audit).stream().filter(asked -> asked.weight().urgent()))
        .sorted(Comparator.comparing(Problem::weight));
  }

  /** Each waiting thread also collects what the others wait for. */
  private void collect() {
    Outbox outbox = app.journal().outbox();
    for (Optional<Outbox.Delivery> next = outbox.claim(SINK, PATIENCE);
        next.isPresent();
        next = outbox.claim(SINK, PATIENCE)) {
      finished.put(next.get().id(), next.get());
    }
  }

  /** The Bundle as indented JSON. */
  String json(AuditResult audited) {
    return app.fhir().newJsonParser().setPrettyPrint(true).encodeResourceToString(audited.bundle());
  }

  @Override
  public void close() {
    app.close();
  }
}
