package org.radiologytrust.page;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.radiologytrust.journal.Access;

/**
 * Records who sees what of patients on the pages. Call it before the reply is made: if it throws,
 * because the access log cannot be written, the page is not shown.
 */
final class AccessTrail {
  private final Consumer<Access> accesses;
  private final Clock clock;

  AccessTrail(Consumer<Access> accesses, Clock clock) {
    this.accesses = accesses;
    this.clock = clock;
  }

  /** A page with words of a report. */
  void report(PageRequest request, UUID report) {
    leave(request, "open", "Report", List.of(report));
  }

  /** An image of a report's study. */
  void image(PageRequest request, UUID report) {
    leave(request, "open", "Image", List.of(report));
  }

  /**
   * Rows of the worklist.
   *
   * @param reports none: nothing is recorded
   */
  void worklist(PageRequest request, List<UUID> reports) {
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
