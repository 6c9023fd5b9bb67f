package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.results.Outbox.Unlinked;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirReference;
import org.radiologytrust.publish.fhir.FhirUnresolved;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Links audits to patients and reports that the server did not know when the audits were sent, and
 * to the surviving patient after a merge. Searches less and less often, and stops after a
 * configured time, to which a step of the clock does not count. Nothing but the references of an
 * audit is changed.
 */
final class FhirLinker {
  private static final Logger LOG = LoggerFactory.getLogger(FhirLinker.class);
  private static final int BATCH = 20;
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Outbox outbox;
  private final FhirHttp http;
  private final FhirSettings settings;
  private final FhirResolver resolver;
  private final ResolvedReferences resolved;
  private final SteadyClock clock;

  FhirLinker(
      Outbox outbox,
      FhirHttp http,
      FhirSettings settings,
      ResolvedReferences resolved,
      SteadyClock clock) {
    this.outbox = outbox;
    this.http = http;
    this.settings = settings;
    this.resolver = new FhirResolver(http, settings.matching().with(FhirUnresolved.LOGICAL), clock);
    this.resolved = resolved;
    this.clock = clock;
  }

  /** Stores the ids of what was sent. If patient or report is missing, schedules a search. */
  void sent(Delivery delivery, String payload) throws DeliveryProblem {
    FhirPayload sent = FhirPayload.parse(payload);
    resolved.store(sent);
    if (!searchTime(missing(sent)).isZero()) {
      outbox.sentUnlinked(delivery, FIRST);
    }
  }

  /** What the server does not know yet. */
  private enum Missing {
    NOTHING,
    /** The patient is the one of before: the server may not have merged it yet. */
    MERGE,
    REPORT,
    PATIENT
  }

  /** Searches for the patients and reports that are due. */
  void look() {
    for (int i = 0; i < BATCH; i++) {
      Optional<Unlinked> due = outbox.unlinked(FhirSink.NAME, LEASE);
      if (due.isEmpty()) {
        return;
      }
      Unlinked next = due.get();
      try (Correlation c = Correlation.of(next.delivery().report())) {
        Missing missing = link(next.delivery());
        if (missing == Missing.NOTHING) {
          LOG.info("run {} linked to its patient and report", next.delivery().runId());
          outbox.linkEnded(next);
        } else {
          later(next, missing);
        }
      } catch (DeliveryProblem e) {
        LOG.warn("run {} not linked to its patient: {}", next.delivery().runId(), e.getMessage());
        later(next, Missing.PATIENT);
        if (e.kind() == Kind.AWAY || e.kind() == Kind.MEND) {
          return;
        }
      }
    }
  }

  /** How long to search; zero for not at all. */
  private Duration searchTime(Missing missing) {
    return switch (missing) {
      case NOTHING -> Duration.ZERO;
      case MERGE, REPORT -> settings.matching().linkReportFor();
      case PATIENT -> settings.matching().linkFor();
    };
  }

  private void later(Unlinked next, Missing missing) {
    Duration left = searchTime(missing).minus(clock.since(next.since()));
    if (left.isNegative() || left.isZero()) {
      end(next, missing);
      return;
    }
    Duration delay = FIRST;
    for (int i = 0; i <= next.tries() && delay.compareTo(LONGEST) < 0; i++) {
      delay = delay.multipliedBy(2);
    }
    Duration most = left.compareTo(LONGEST) < 0 ? left : LONGEST;
    outbox.linkLater(next, delay.compareTo(most) < 0 ? delay : most);
  }

  private void end(Unlinked next, Missing missing) {
    if (missing == Missing.PATIENT) {
      LOG.warn(
          "run {}: the FHIR server still has no such patient; the search ends",
          next.delivery().runId());
    }
    outbox.linkEnded(next);
  }

  /** Links to what the server knows by now. References that the sender resolved stay. */
  private Missing link(Delivery delivery) throws DeliveryProblem {
    FhirPayload sent = FhirPayload.parse(delivery.payload());
    FhirPayload now = FhirPayload.parse(delivery.payload());
    FhirReference.unlink(
        now.bundle(), FhirReference.logical(FhirPayload.parse(delivery.bundle()).bundle()));
    resolver.resolve(now, delivery.report());
    Missing missing = missing(now);
    if (missing == Missing.PATIENT) {
      return missing;
    }
    boolean asSent =
        FhirReference.literals(now.bundle()).equals(FhirReference.literals(sent.bundle()));
    Missing before = missing == Missing.NOTHING ? Missing.MERGE : missing;
    // after an unlink the patient is the one of the payload again, and the copies have another one
    if (asSent && resolved.has(now)) {
      return before;
    }
    List<FhirEntry> entries = new ArrayList<>();
    for (FhirEntry entry : now.entries()) {
      Optional<ObjectNode> current = FhirWithdrawal.read(http, clock, entry.key());
      if (current.isPresent() && FhirReference.relink(current.get(), entry.resource())) {
        entries.add(entry.on(current.get()));
      }
    }
    if (!entries.isEmpty()) {
      String json = now.json(entries);
      for (FhirTransaction part : FhirTransaction.of(json, settings.maxEntries())) {
        part.check(http.transaction(part.json()), clock);
      }
    }
    resolved.store(now);
    return asSent && entries.isEmpty() ? before : missing;
  }

  private static Missing missing(FhirPayload payload) {
    if (count(payload, "Patient") > 0) {
      return Missing.PATIENT;
    }
    return count(payload, "DiagnosticReport") > 0 ? Missing.REPORT : Missing.NOTHING;
  }

  /** Logical references of one type. */
  private static int count(FhirPayload payload, String type) {
    return payload.entries().stream()
        .mapToInt(entry -> FhirReference.of(entry.resource(), type).size())
        .sum();
  }
}
