package org.radiologytrust.publish;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.ImageRead;
import org.radiologytrust.model.Texts;

/**
 * An audit as it stands: fresh, or superseded by a later one.
 *
 * @param replaces run that this one supersedes
 * @param supersededBy run that supersedes this one; empty for a fresh audit
 * @param mistaken superseded because its report was withdrawn
 */
record AuditVersion(
    Audit audit, Optional<UUID> replaces, Optional<UUID> supersededBy, boolean mistaken) {

  static AuditVersion fresh(Audit audit, Optional<Audit> previous) {
    return new AuditVersion(audit, previous.map(Audit::runId), Optional.empty(), false);
  }

  static AuditVersion superseded(Audit old, Audit by, boolean mistaken) {
    return new AuditVersion(old, Optional.empty(), Optional.of(by.runId()), mistaken);
  }

  /** Why there is no audit of this report; empty when there is one. */
  String failure() {
    return audit.report().status().withdrawn() ? "report withdrawn" : audit.failure();
  }

  boolean failed() {
    return !failure().isEmpty();
  }

  /** What came of it; of a withdrawn report there is no audit. */
  AuditOutcome outcome() {
    return failed() ? AuditOutcome.NOT_AUDITABLE : audit.outcome();
  }

  /** Status of the claims and findings; of the summary too, unless it failed. */
  ObservationStatus status() {
    if (supersededBy.isEmpty()) {
      return ObservationStatus.PRELIMINARY;
    }
    return mistaken ? ObservationStatus.ENTEREDINERROR : ObservationStatus.CANCELLED;
  }

  ObservationStatus summaryStatus() {
    return failed() && supersededBy.isEmpty() ? ObservationStatus.CANCELLED : status();
  }

  /** What the model saw, each finding with its image's read; nothing for a failed audit. */
  List<Seen> findings() {
    if (failed()) {
      return List.of();
    }
    return List.copyOf(
        audit.reads().stream()
            .flatMap(read -> read.findings().stream().map(finding -> new Seen(read, finding)))
            .filter(seen -> !Texts.orEmpty(seen.finding().description()).isBlank())
            .collect(
                Collectors.toMap(
                    seen -> seen.finding().id(),
                    Function.identity(),
                    (first, second) -> first,
                    LinkedHashMap::new))
            .values());
  }

  /** Ids of those findings that have an Observation, of the ids given. */
  List<UUID> findingIds(List<String> findings) {
    return findings().stream()
        .map(seen -> seen.finding().id())
        .filter(findings::contains)
        .map(this::findingId)
        .toList();
  }

  UUID findingId(String finding) {
    return Texts.uuid5(audit.runId() + "|finding|" + finding);
  }

  /** A finding and the read of the image that it was made in. */
  record Seen(ImageRead read, Finding finding) {}
}
