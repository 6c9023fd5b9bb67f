package org.radiologytrust.correlate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Waiting;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.model.Instance;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.OtherStudy;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.model.Texts;
import org.radiologytrust.runtime.Correlation;
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
  private final Reviews reviews;
  private final SteadyClock clock;
  private final Duration wait;
  private final boolean imagesExpected;
  private final boolean imagesUsed;
  private final String engineVersion;
  private final PatientGate gate = new PatientGate();

  /**
   * Creates the correlator.
   *
   * @param wait longest wait for images
   * @param imagesExpected whether an image store is configured
   */
  public Correlator(
      Journal journal,
      SteadyClock clock,
      Duration wait,
      boolean imagesExpected,
      String engineVersion) {
    this(journal, clock, wait, imagesExpected, true, engineVersion);
  }

  private Correlator(
      Journal journal,
      SteadyClock clock,
      Duration wait,
      boolean imagesExpected,
      boolean imagesUsed,
      String engineVersion) {
    this.jobs = journal.jobs();
    this.studies = journal.studies();
    this.reviews = journal.reviews();
    this.clock = clock;
    this.wait = wait;
    this.imagesExpected = imagesExpected;
    this.imagesUsed = imagesUsed;
    this.engineVersion = engineVersion;
  }

  /**
   * A correlator that queues each report at once and without images, whatever studies the journal
   * knows from before.
   */
  static Correlator textOnly(Journal journal, SteadyClock clock, String engineVersion) {
    return new Correlator(journal, clock, Duration.ZERO, false, false, engineVersion);
  }

  /**
   * Checks every report for which a decision is possible. Called by the route {@code correlate}.
   */
  public void correlate() {
    Instant cameBy = imagesExpected ? clock.ago(wait) : clock.instant();
    for (Waiting waiting : jobs.awaitingImages(cameBy, BATCH)) {
      guarded(waiting, () -> first(waiting, cameBy));
    }
    if (imagesUsed) {
      for (Waiting waiting : jobs.withLateImages(BATCH)) {
        guarded(waiting, () -> late(waiting));
      }
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
      String refusal = "the report was withdrawn (status " + status + ")";
      UUID runId = runId(waiting, "", refusal);
      queued(waiting, runId, 0, jobs.queue(waiting.version(), runId, List.of(), refusal, false));
      return;
    }
    List<Study> found = imagesUsed ? studies.studiesOf(report) : List.of();
    Optional<OtherPatient> other = other(waiting, found);
    if (refused(waiting, found, other)) {
      return;
    }
    List<Study> whole = whole(found);
    boolean missing = missing(report, whole) || whole.size() < found.size();
    if (!missing || !waiting.received().isAfter(cameBy) || !findable(report)) {
      queue(waiting, whole, other, missing && imagesExpected);
    }
  }

  /**
   * Audits a report again with the images that arrived after its first audit, once they are
   * complete.
   */
  private void late(Waiting waiting) {
    List<Study> found = studies.studiesOf(waiting.report());
    List<Study> whole = whole(found);
    if (whole.size() < found.size()) {
      return;
    }
    Optional<OtherPatient> other = other(waiting, found);
    if (!refused(waiting, found, other)) {
      queue(waiting, whole, other, missing(waiting.report(), whole));
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

  /** The studies of another patient, with what people have said about them; empty if none is. */
  private Optional<OtherPatient> other(Waiting waiting, List<Study> found) {
    Report report = waiting.report();
    List<OtherStudy> others =
        found.stream()
            .filter(study -> gate.contradicts(report, study))
            .map(study -> OtherStudy.of(study, came(study)))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            reviews.confirmed(waiting.version(), OtherPatient.of(report.patient(), others)));
  }

  private @Nullable Instant came(Study study) {
    return studies.came(study.studyInstanceUid()).orElse(null);
  }

  /**
   * Queues a run without images if a study belongs to another patient and nobody has confirmed that
   * it is the same one. When the study changes, the version is looked at again.
   */
  private boolean refused(Waiting waiting, List<Study> found, Optional<OtherPatient> seen) {
    if (seen.filter(OtherPatient::refused).isEmpty()) {
      return false;
    }
    OtherPatient other = seen.get();
    String refusal = gate.refusal(waiting.report(), other);
    UUID runId = runId(waiting, "", refusal, other.fingerprint(), "" + other.confirmations());
    boolean queued = jobs.queue(waiting.version(), runId, List.of(), refusal, other);
    if (queued) {
      error(waiting, refusal);
    }
    queued(waiting, runId, 0, queued);
    return true;
  }

  private void queue(
      Waiting waiting, List<Study> of, Optional<OtherPatient> confirmed, boolean imagesMissing) {
    String images =
        of.stream()
            .flatMap(s -> s.instances().stream())
            .map(Instance::sopInstanceUid)
            .sorted()
            .collect(Collectors.joining(","));
    if (confirmed.isEmpty()) {
      UUID runId = runId(waiting, images, "");
      queued(
          waiting, runId, of.size(), jobs.queue(waiting.version(), runId, of, "", imagesMissing));
      return;
    }
    OtherPatient other = confirmed.get();
    UUID runId = runId(waiting, images, "", other.fingerprint(), "" + other.confirmations());
    queued(waiting, runId, of.size(), jobs.queue(waiting.version(), runId, of, "", other));
  }

  /**
   * The run's id is derived from its input, so that the same input is not audited twice in a row.
   * Input that comes back after another one is audited again: images of another patient that were
   * taken away, or came a second time.
   */
  private UUID runId(Waiting waiting, String... input) {
    String all =
        String.join("|", waiting.version().toString(), engineVersion, String.join("|", input));
    List<UUID> runs = jobs.runsOf(waiting.version());
    UUID id = Texts.uuid5(all);
    for (int again = 1; runs.contains(id) && !runs.get(runs.size() - 1).equals(id); again++) {
      id = Texts.uuid5(all + "|again|" + again);
    }
    return id;
  }

  private static void queued(Waiting waiting, UUID runId, int studies, boolean queued) {
    if (queued) {
      try (Correlation c = Correlation.of(waiting.report())) {
        LOG.info("run {} queued, {} studies with images", runId, studies);
      }
    }
  }
}
