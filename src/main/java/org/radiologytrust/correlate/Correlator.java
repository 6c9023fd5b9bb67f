package org.radiologytrust.correlate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.JobQueue.Waiting;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.SteadyClock;
import org.radiologytrust.journal.StudyStore;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queues a run for each report as soon as its images are whole, or have been waited for long
 * enough; and once more when images come after an audit without any.
 */
public final class Correlator {
  private static final Logger LOG = LoggerFactory.getLogger(Correlator.class);
  private static final int BATCH = 200;

  private final JobQueue jobs;
  private final StudyStore studies;
  private final SteadyClock clock;
  private final Duration wait;
  private final boolean imagesExpected;
  private final String engineVersion;
  private final PatientGate gate = new PatientGate();

  /**
   * @param wait longest wait for images
   * @param imagesExpected whether an image store is configured at all
   */
  public Correlator(
      JobQueue jobs,
      StudyStore studies,
      SteadyClock clock,
      Duration wait,
      boolean imagesExpected,
      String engineVersion) {
    this.jobs = jobs;
    this.studies = studies;
    this.clock = clock;
    this.wait = wait;
    this.imagesExpected = imagesExpected;
    this.engineVersion = engineVersion;
  }

  /**
   * Looks at every report of which something can be decided; called by the route {@code correlate}.
   */
  public void correlate() {
    Instant cameBy = imagesExpected ? clock.ago(wait) : clock.instant();
    for (Waiting waiting : jobs.awaitingImages(cameBy, BATCH)) {
      guarded(waiting, () -> first(waiting, cameBy));
    }
    for (Waiting waiting : jobs.withLateImages(BATCH)) {
      guarded(waiting, () -> late(waiting));
    }
  }

  /** One report that cannot be handled must not keep those behind it from being looked at. */
  private void guarded(Waiting waiting, Runnable work) {
    try {
      work.run();
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      error(waiting, e.getClass().getName());
    }
    if (waiting.changes() > 0) {
      jobs.markChecked(waiting);
    }
  }

  /** Marked here, and not at each look at a report that goes on waiting. */
  private static void error(Waiting waiting, String what) {
    try (Correlation c = Correlation.of(waiting.report())) {
      LOG.error("report version {}: {}", waiting.version(), what);
    }
  }

  private void first(Waiting waiting, Instant cameBy) {
    Report report = waiting.report();
    if (report.status().withdrawn()) {
      String status = report.status().code();
      queue(waiting, List.of(), "the report was withdrawn (status " + status + ")", false);
      return;
    }
    List<Study> found = studies.studiesOf(waiting.report());
    if (refused(waiting, found)) {
      return;
    }
    List<Study> whole = whole(found);
    boolean missing = missing(report, whole) || whole.size() < found.size();
    if (!missing || !waiting.received().isAfter(cameBy) || !findable(report)) {
      queue(waiting, whole, "", missing);
    }
  }

  /** Audited before, with images missing: once more with what is here now. */
  private void late(Waiting waiting) {
    List<Study> found = studies.studiesOf(waiting.report());
    if (refused(waiting, found)) {
      return;
    }
    List<Study> whole = whole(found);
    if (whole.size() == found.size()) {
      queue(waiting, whole, "", missing(waiting.report(), whole));
    }
  }

  private static boolean findable(Report report) {
    return !report.order().accessionNumbers().isEmpty()
        || !report.order().studyInstanceUids().isEmpty();
  }

  /** A study that still grows is not looked at: it could be a tenth of itself. */
  private static List<Study> whole(List<Study> found) {
    return found.stream().filter(s -> s.stable() && !s.instances().isEmpty()).toList();
  }

  /** Whether the report names a study that is not here; Study Instance UIDs are surer. */
  private static boolean missing(Report report, List<Study> here) {
    List<String> uids = report.order().studyInstanceUids();
    if (!uids.isEmpty()) {
      return !here.stream().map(Study::studyInstanceUid).toList().containsAll(uids);
    }
    return here.isEmpty()
        || !here.stream()
            .map(Study::accessionNumber)
            .toList()
            .containsAll(report.order().accessionNumbers());
  }

  /** Queues the refusal where a study is another patient's. */
  private boolean refused(Waiting waiting, List<Study> found) {
    for (Study study : found) {
      Optional<String> mismatch = gate.mismatch(waiting.report(), study);
      if (mismatch.isPresent()) {
        error(waiting, mismatch.get());
        // the study mended, the report can be audited: its images count as missing
        queue(waiting, List.of(), mismatch.get(), true);
        return true;
      }
    }
    return false;
  }

  /** The id says what the run rests on, so that the same input never gets two runs. */
  private void queue(Waiting waiting, List<Study> of, String refusal, boolean imagesMissing) {
    String images =
        of.stream()
            .flatMap(s -> s.instances().stream())
            .map(Instance::sopInstanceUid)
            .sorted()
            .collect(Collectors.joining(","));
    UUID runId =
        Texts.uuid5(String.join("|", waiting.version().toString(), engineVersion, images, refusal));
    if (jobs.queue(waiting.version(), runId, of, refusal, imagesMissing)) {
      try (Correlation c = Correlation.of(waiting.report())) {
        LOG.info("run {} queued, {} studies with images", runId, of.size());
      }
    }
  }
}
