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
 * Queues a run for each report when its images are complete or the wait for them is over, and
 * another run when missing images arrive after the audit.
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
   * Creates the correlator.
   *
   * @param wait longest wait for images
   * @param imagesExpected whether an image store is configured
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
   * Checks every report for which a decision is possible. Called by the route {@code correlate}.
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

  /** Checks one report. A report that fails must not keep the others from being checked. */
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

  /** Sets the correlation id for this line only, not for each check of a waiting report. */
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

  /** Audits a report again with the images that arrived after its first audit. */
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

  /**
   * The complete studies. A study that is still receiving images is skipped: most of it may be
   * missing.
   */
  private static List<Study> whole(List<Study> found) {
    return found.stream().filter(s -> s.stable() && !s.instances().isEmpty()).toList();
  }

  /**
   * Whether a study that the report names is missing. Compares Study Instance UIDs if the report
   * has them, because they are more reliable than accession numbers.
   */
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

  /** Queues a run with a refusal if a study belongs to another patient. */
  private boolean refused(Waiting waiting, List<Study> found) {
    for (Study study : found) {
      Optional<String> mismatch = gate.mismatch(waiting.report(), study);
      if (mismatch.isPresent()) {
        error(waiting, mismatch.get());
        // after the study is corrected the report can be audited, so its images count as missing
        queue(waiting, List.of(), mismatch.get(), true);
        return true;
      }
    }
    return false;
  }

  /** The run's id is derived from its input, so that the same input never gets two runs. */
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
