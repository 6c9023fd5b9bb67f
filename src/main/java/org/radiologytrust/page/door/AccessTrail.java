package org.radiologytrust.page.door;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.radiologytrust.journal.logins.Access;

/**
 * Records who sees what of patients on the pages. Call it before the reply is made: if it throws,
 * because the access log cannot be written, the page is not shown.
 */
public final class AccessTrail {
  private final Consumer<Access> accesses;
  private final Clock clock;

  /** Kept in the session: the report whose images were recorded last. */
  private record ReportOfImages(UUID report) {}

  /** Kept in the session: the reports in the worklist. */
  private record Listed(Set<UUID> reports) {}

  public AccessTrail(Consumer<Access> accesses, Clock clock) {
    this.accesses = accesses;
    this.clock = clock;
  }

  /** A page with words of a report. */
  public void report(PageRequest request, UUID report) {
    leave(request, "open", "Report", List.of(report));
  }

  /**
   * An image of a report's study. A session's further images of the same report are not recorded: a
   * CT has hundreds.
   */
  public void image(PageRequest request, UUID report) {
    ReportOfImages of = new ReportOfImages(report);
    if (!request.kept(ReportOfImages.class).equals(Optional.of(of))) {
      leave(request, "open", "Image", List.of(report));
      request.keep(of);
    }
  }

  /** Beside a report, whose images have its number: another patient's name and numbers. */
  public void otherPatient(PageRequest request, UUID report) {
    leave(request, "open", "OtherPatient", List.of(report));
  }

  /** The way from a report to its study in the site's own viewer. */
  public void viewer(PageRequest request, UUID report) {
    leave(request, "open", "Viewer", List.of(report));
  }

  /** The way from a RIS or PACS to these reports. */
  public void launch(PageRequest request, List<UUID> reports) {
    leave(request, "open", "Launch", reports);
  }

  /** The same, with the number of another patient: nothing was shown. */
  public void launchRefused(PageRequest request, List<UUID> reports) {
    leave(request, "open", "LaunchRefused", reports);
  }

  /** A patient's other reports. */
  public void others(PageRequest request, List<UUID> reports) {
    leave(request, "list", "PatientReports", reports);
  }

  /** Reports whose changes from preliminary to final were listed. */
  public void changes(PageRequest request, List<UUID> reports) {
    if (!reports.isEmpty()) {
      leave(request, "list", "Changes", reports);
    }
  }

  /** Rows of the worklist that a person asked for. */
  public void worklist(PageRequest request, List<UUID> reports) {
    record(request, reports);
    request.keep(new Listed(Set.copyOf(reports)));
  }

  /** Rows that an open worklist asked for by itself: those that it had before are not recorded. */
  public void looked(PageRequest request, List<UUID> reports) {
    Set<UUID> before = request.kept(Listed.class).map(Listed::reports).orElse(Set.of());
    record(request, reports.stream().filter(report -> !before.contains(report)).toList());
    request.keep(new Listed(Set.copyOf(reports)));
  }

  private void record(PageRequest request, List<UUID> reports) {
    if (!reports.isEmpty()) {
      leave(request, "list", "Worklist", reports);
    }
  }

  private void leave(PageRequest request, String kind, String type, List<UUID> reports) {
    accesses.accept(
        new Access(
            clock.instant(),
            request.user(),
            kind,
            type,
            List.of(),
            reports.stream().map(UUID::toString).toList()));
  }
}
