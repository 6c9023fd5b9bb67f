package org.radiologytrust.page.opened;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.radiologytrust.journal.work.StudyStore;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.page.door.Times;

/** Says why a report has no images, by what the journal and the image archive know now. */
public final class Arrivals {
  private final StudyStore studies;
  private final Optional<ArchiveWatch> archive;
  private final Function<Report, String> notFetched;

  /**
   * @param archive empty where no image store is configured
   * @param notFetched why an archive did not give the studies of a report; empty if nothing failed
   */
  public Arrivals(
      StudyStore studies, Optional<ArchiveWatch> archive, Function<Report, String> notFetched) {
    this.studies = studies;
    this.archive = archive;
    this.notFetched = notFetched;
  }

  /** Whether images can be shown: an image store is configured, and images are used. */
  public boolean canShow() {
    return archive.isPresent();
  }

  /** For a report whose audit has no images, or that has no audit. */
  public NoImages none(Opened opened) {
    if (opened.state() == ReportState.TRIAL) {
      return NoImages.trial();
    }
    if (opened.audit().isEmpty() && opened.state() == ReportState.NOT_AUDITABLE) {
      return NoImages.unknown();
    }
    if (archive.isEmpty()) {
      return NoImages.noneExpected();
    }
    Report report = opened.version().report();
    List<Study> come = studies.studiesOf(report);
    int images = come.stream().mapToInt(study -> study.instances().size()).sum();
    if (images > 0) {
      return NoImages.arriving(images, first(come, opened.now()), next(opened));
    }
    if (!findable(report.order())) {
      return NoImages.notFindable();
    }
    // as long as the archive is silent, nobody knows whether images have come
    return archive
        .get()
        .silentSince()
        .map(since -> NoImages.silent(Times.when(since, opened.now())))
        .orElseGet(() -> noneCame(opened).because(notFetched.apply(opened.version().report())));
  }

  private String first(List<Study> come, Instant now) {
    return come.stream()
        .flatMap(study -> studies.came(study.studyInstanceUid()).stream())
        .min(Comparator.naturalOrder())
        .map(at -> Times.at(at, now))
        .orElse("");
  }

  private static String next(Opened opened) {
    if (opened.audit().isPresent()) {
      return "The report is checked again with them when they are complete.";
    }
    return opened.state() == ReportState.WAITING
        ? "The audit starts when they are complete, " + opened.latest() + " at the latest."
        : "They are shown when the audit is done.";
  }

  private static boolean findable(Order order) {
    return !order.accessionNumbers().isEmpty() || !order.studyInstanceUids().isEmpty();
  }

  private static NoImages noneCame(Opened opened) {
    if (opened.state() == ReportState.WAITING) {
      return NoImages.awaited(
          Times.when(opened.version().received(), opened.now()), opened.latest());
    }
    return opened
        .audit()
        .map(audit -> NoImages.noneCame(!audit.failed(), waited(opened, audit)))
        .orElseGet(NoImages::notYet);
  }

  /** From the receipt of the report to the end of the wait; empty if nobody waited. */
  private static String waited(Opened opened, Audit audit) {
    Instant from = opened.version().received();
    Instant started = audit.started();
    Duration wait = opened.imageWait();
    if (started == null || started.isBefore(from.plus(wait))) {
      return "";
    }
    return "Waited from %s to %s."
        .formatted(Times.when(from, opened.now()), Times.when(from.plus(wait), opened.now()));
  }
}
