package org.radiologytrust.correlate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.archive.ArchiveWishes;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.EarlierReports;
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
 * another run when missing images arrive after the audit. A report that has to wait, for images or
 * for a model, gets a run of its text alone before.
 */
public final class Correlator {
  private static final Logger LOG = LoggerFactory.getLogger(Correlator.class);
  private static final int BATCH = 200;

  private final JobQueue jobs;
  private final StudyStore studies;
  private final EarlierReports earlier;
  private final Reviews reviews;
  private final ArchiveWishes archive;
  private final SteadyClock clock;
  private final CorrelateSettings settings;
  private final String engineVersion;
  private final Predicate<Report> comparing;
  private final PatientGate gate = new PatientGate();

  /**
   * @param comparing whether an audit of the report may show earlier studies to a model
   */
  public Correlator(
      Journal journal,
      SteadyClock clock,
      CorrelateSettings settings,
      String engineVersion,
      Predicate<Report> comparing) {
    this.comparing = comparing;
    this.jobs = journal.jobs();
    this.studies = journal.studies();
    this.earlier = journal.earlier();
    this.reviews = journal.reviews();
    this.archive = journal.archiveWishes();
    this.clock = clock;
    this.settings = settings;
    this.engineVersion = engineVersion;
  }

  /**
   * Checks every report for which a decision is possible. Called by the route {@code correlate}.
   */
  public void correlate() {
    Instant cameBy = settings.imagesExpected() ? clock.ago(settings.patience()) : clock.instant();
    if (settings.textFirst()) {
      untouched(cameBy);
    }
    each(
        jobs.awaitingImages(cameBy, BATCH).stream().filter(this::isForNow).toList(),
        waiting -> first(waiting, cameBy));
    if (settings.imagesUsed()) {
      each(jobs.withLateImages(BATCH), this::late);
    }
    earlier.toLookAt(BATCH).forEach(this::again);
  }

  /** Audits a report again whose patient's history has changed. */
  private void again(EarlierReports.Changed changed) {
    earlier
        .queueAgain(changed, engineVersion)
        .ifPresent(
            run ->
                LOG.info(
                    "report version {}: run {} queued, an earlier report has changed",
                    changed.version(),
                    run));
  }

  /** A new report that {@link #untouched} has not seen is left to its next pass. */
  private boolean isForNow(Waiting waiting) {
    return !settings.textFirst() || !waiting.untouched();
  }

  /**
   * Queues the first run of each new report. It is one of the text alone if the report waits for
   * images, or if its full run asks a model, which takes long.
   */
  private void untouched(Instant cameBy) {
    List<Waiting> all = jobs.untouched(BATCH);
    Map<UUID, UUID> texts = new LinkedHashMap<>();
    List<Waiting> failed = new ArrayList<>();
    for (Waiting waiting : all) {
      boolean worked =
          tried(
              waiting,
              () -> {
                Optional<Run> run = first(waiting, cameBy);
                if (run.isPresent() && !(settings.modelAsked() && run.get().refusal.isEmpty())) {
                  queue(run.get());
                } else {
                  texts.put(waiting.version(), textRunId(waiting));
                }
              });
      if (!worked) {
        failed.add(waiting);
      }
    }
    if (!texts.isEmpty()) {
      List<UUID> queued = jobs.queueTexts(texts);
      all.stream()
          .filter(waiting -> queued.contains(waiting.version()))
          .forEach(
              waiting ->
                  said(
                      waiting,
                      "run " + texts.get(waiting.version()) + " queued, of the text alone"));
    }
    // a report that fails is not looked at in each pass
    markChecked(failed);
  }

  private UUID textRunId(Waiting waiting) {
    return Texts.uuid5(
        String.join("|", waiting.version().toString(), engineVersion, "text" + history(waiting)));
  }

  /**
   * The earlier reports of the patient as a part of a run's id, and how often the patient was
   * unlinked from another; empty for neither. A new report is one for others: those are looked at
   * again.
   */
  private String history(Waiting waiting) {
    EarlierReports.History history = earlier.of(waiting.version());
    if (waiting.untouched()) {
      earlier.changed(history.later());
    }
    return history.earlier().stream().map(id -> "|" + id).collect(Collectors.joining())
        + (history.unlinked() == 0 ? "" : "|unlinked|" + history.unlinked());
  }

  /** Queues the run of each report that has one. */
  private void each(List<Waiting> all, Function<Waiting, Optional<Run>> run) {
    List<Waiting> checked = new ArrayList<>();
    for (Waiting waiting : all) {
      tried(waiting, () -> run.apply(waiting).ifPresent(this::queue));
      if (waiting.changes() > 0 || waiting.untouched()) {
        checked.add(waiting);
      }
    }
    markChecked(checked);
  }

  /**
   * Does something for one report. A report that fails must not keep the others from being checked.
   *
   * @return false if it failed
   */
  private static boolean tried(Waiting waiting, Runnable work) {
    try {
      work.run();
      return true;
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      error(waiting, e.getClass().getName());
      return false;
    }
  }

  private void markChecked(List<Waiting> all) {
    if (!all.isEmpty()) {
      jobs.markChecked(all);
    }
  }

  /** Sets the correlation id for this line only, not for each check of a waiting report. */
  private static void error(Waiting waiting, String what) {
    try (Correlation c = Correlation.of(waiting.report())) {
      LOG.error("report version {}: {}", waiting.version(), what);
    }
  }

  /**
   * A run of a version.
   *
   * @param input what its id is made of, besides version, engine and earlier reports
   * @param refusal why it has no images; empty if nothing refuses them
   * @param other what the right-patient gate saw; {@code null} where no study contradicts
   */
  private record Run(
      Waiting waiting,
      List<String> input,
      List<Study> studies,
      String refusal,
      @Nullable OtherPatient other,
      boolean imagesMissing) {}

  /** The run of a report that was not audited with images yet; empty while it waits for them. */
  private Optional<Run> first(Waiting waiting, Instant cameBy) {
    Report report = waiting.report();
    if (report.status().withdrawn()) {
      String refusal = "the report was withdrawn (status " + report.status().code() + ")";
      return Optional.of(new Run(waiting, List.of("", refusal), List.of(), refusal, null, false));
    }
    List<Study> found = settings.imagesUsed() ? studies.studiesOf(report) : List.of();
    Optional<OtherPatient> other = other(waiting, found);
    if (isRefused(other)) {
      return Optional.of(refused(waiting, other.get()));
    }
    List<Study> whole = whole(found);
    boolean missing = missing(report, whole) || whole.size() < found.size();
    if (settings.asksArchive() && missing(report, found) && findable(report)) {
      archive.want(waiting.version(), ArchiveWishes.OWN);
    }
    boolean bringing = !missing && bringsPriors(waiting);
    return !missing && !bringing || !waiting.received().isAfter(cameBy) || !findable(report)
        ? Optional.of(run(waiting, whole, other, missing && settings.imagesExpected()))
        : Optional.empty();
  }

  /** Whether an archive is still asked for earlier studies that the report may compare with. */
  private boolean bringsPriors(Waiting waiting) {
    if (!settings.asksArchive() || !comparing.test(waiting.report())) {
      return false;
    }
    archive.want(waiting.version(), ArchiveWishes.PRIORS);
    return archive.isOpen(waiting.version());
  }

  /**
   * The run of a report that was audited, with the images that arrived afterwards; empty until they
   * are complete.
   */
  private Optional<Run> late(Waiting waiting) {
    List<Study> found = studies.studiesOf(waiting.report());
    List<Study> whole = whole(found);
    if (whole.size() < found.size()) {
      return Optional.empty();
    }
    Optional<OtherPatient> other = other(waiting, found);
    return Optional.of(
        isRefused(other)
            ? refused(waiting, other.get())
            : run(waiting, whole, other, missing(waiting.report(), whole)));
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

  /** Whether a study belongs to another patient and nobody confirmed that it is the same one. */
  private static boolean isRefused(Optional<OtherPatient> seen) {
    return seen.filter(OtherPatient::refused).isPresent();
  }

  /** A run without images. When the study changes, the version is looked at again. */
  private Run refused(Waiting waiting, OtherPatient other) {
    String refusal = gate.refusal(waiting.report(), other);
    List<String> input = List.of("", refusal, other.fingerprint(), "" + other.confirmations());
    return new Run(waiting, input, List.of(), refusal, other, true);
  }

  private Run run(
      Waiting waiting, List<Study> of, Optional<OtherPatient> confirmed, boolean imagesMissing) {
    String images =
        of.stream()
            .flatMap(s -> s.instances().stream())
            .map(Instance::sopInstanceUid)
            .sorted()
            .collect(Collectors.joining(","));
    List<String> input =
        confirmed
            .map(other -> List.of(images, "", other.fingerprint(), "" + other.confirmations()))
            .orElseGet(() -> List.of(images, ""));
    return new Run(waiting, input, of, "", confirmed.orElse(null), imagesMissing);
  }

  private void queue(Run run) {
    UUID version = run.waiting.version();
    UUID id = runId(run);
    boolean queued =
        run.other == null
            ? jobs.queue(version, id, run.studies, run.refusal, run.imagesMissing)
            : jobs.queue(version, id, run.studies, run.refusal, run.other);
    if (queued && run.other != null && run.other.refused() && !settings.shadow()) {
      error(run.waiting, run.refusal);
    }
    if (queued) {
      said(run.waiting, "run " + id + " queued, " + run.studies.size() + " studies with images");
    }
  }

  /**
   * The run's id is derived from its input, so that the same input is not audited twice in a row.
   * Input that comes back after another one is audited again: images of another patient that were
   * taken away, or came a second time.
   */
  private UUID runId(Run run) {
    Waiting waiting = run.waiting;
    String all =
        String.join("|", waiting.version().toString(), engineVersion, String.join("|", run.input))
            + history(waiting);
    List<UUID> runs = jobs.runsOf(waiting.version());
    UUID id = Texts.uuid5(all);
    for (int again = 1; runs.contains(id) && !runs.get(runs.size() - 1).equals(id); again++) {
      id = Texts.uuid5(all + "|again|" + again);
    }
    return id;
  }

  private static void said(Waiting waiting, String what) {
    try (Correlation c = Correlation.of(waiting.report())) {
      LOG.info(what);
    }
  }
}
