package org.radiologytrust.correlate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.JobQueue.Waiting;
import org.radiologytrust.journal.StudyShelf;
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
  private final StudyShelf studies;
  private final Clock clock;
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
      StudyShelf studies,
      Clock clock,
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

  /** Looks at every report that waits; called by the route {@code correlate}. */
  public void correlate() {
    Instant cameBy = imagesExpected ? clock.instant().minus(wait) : clock.instant();
    for (Waiting waiting : jobs.awaitingImages(cameBy, BATCH)) {
      if (waiting.report().status().withdrawn()) {
        queue(
            waiting,
            List.of(),
            "the report was withdrawn (status " + waiting.report().status().code() + ")");
      } else {
        correlate(waiting, over(waiting, cameBy));
      }
    }
    for (Waiting waiting : jobs.imagesCameLate(BATCH)) {
      correlate(waiting, false);
    }
  }

  /** Nothing more is waited for. */
  private static boolean over(Waiting waiting, Instant cameBy) {
    Report report = waiting.report();
    boolean findable =
        !report.order().accessionNumbers().isEmpty()
            || !report.order().studyInstanceUids().isEmpty();
    return !findable || !waiting.received().isAfter(cameBy);
  }

  private void correlate(Waiting waiting, boolean over) {
    List<Study> found = studies.studiesOf(waiting.report());
    for (Study study : found) {
      Optional<String> mismatch = gate.mismatch(waiting.report(), study);
      if (mismatch.isPresent()) {
        LOG.error("report version {}: {}", waiting.version(), mismatch.get());
        queue(waiting, found, mismatch.get());
        return;
      }
    }
    List<Study> withImages = found.stream().filter(s -> !s.instances().isEmpty()).toList();
    boolean whole = !withImages.isEmpty() && withImages.stream().allMatch(Study::stable);
    if (whole || over) {
      queue(waiting, withImages, "");
    }
  }

  /** The id says what the run rests on, so that the same input never gets two runs. */
  private void queue(Waiting waiting, List<Study> of, String refusal) {
    String images =
        of.stream()
            .flatMap(s -> s.instances().stream())
            .map(Instance::sopInstanceUid)
            .sorted()
            .collect(Collectors.joining(","));
    UUID runId =
        Texts.uuid5(String.join("|", waiting.version().toString(), engineVersion, images, refusal));
    if (jobs.queue(waiting.version(), runId, of, refusal)) {
      LOG.info("run {} queued, {} studies with images", runId, of.size());
    }
  }
}
