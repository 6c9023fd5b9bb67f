package org.radiologytrust.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.Outbox;
import org.radiologytrust.journal.Outbox.Delivery;
import org.radiologytrust.journal.StoredResource;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.publish.FhirProblem.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings finished audits to the FHIR server, one at a time, in the order in which they ended.
 *
 * <p>At least once, and once in effect: the ids are our own, and a retry sends the stored bytes. A
 * delivery that fails waits and lets the others pass; a server that fails makes them all wait.
 */
public final class FhirSink {
  /** The sink's name in the outbox. */
  public static final String NAME = "fhir";

  private static final Logger LOG = LoggerFactory.getLogger(FhirSink.class);

  private final Outbox outbox;
  private final FhirSettings settings;
  private final Clock clock;
  private final FhirHttp http;
  private final FhirResolver resolver;
  private final FhirAnnouncer announcer;
  private final ReentrantLock round = new ReentrantLock();
  private Instant notBefore = Instant.MIN;
  private int announceFailures;

  public FhirSink(Outbox outbox, FhirSettings settings, Clock clock) {
    this.outbox = outbox;
    this.settings = settings;
    this.clock = clock;
    this.http = new FhirHttp(settings);
    this.resolver = new FhirResolver(http, settings, clock);
    this.announcer = new FhirAnnouncer(http, settings, clock);
  }

  /**
   * Resources that audits refer to (Devices, model card, prompts): PUT before the next delivery,
   * and again until the server has them.
   */
  public void announce(List<StoredResource> resources) {
    announcer.add(resources);
  }

  /**
   * One round: what is due, at most a batch. A call during another one returns at once.
   *
   * @throws JournalException when the outbox cannot be read or written
   */
  public void deliver() {
    if (!round.tryLock()) {
      return;
    }
    try {
      if (clock.instant().isBefore(notBefore) || !announced()) {
        return;
      }
      for (int i = 0; i < settings.batch(); i++) {
        // One by one: a correction that ended meanwhile has ended the delivery it replaces.
        List<Delivery> due = outbox.due(NAME, 1);
        if (due.isEmpty()) {
          return;
        }
        try (Correlation c = Correlation.of(due.get(0).correlationId())) {
          if (!deliver(due.get(0))) {
            return;
          }
        }
      }
    } finally {
      round.unlock();
    }
  }

  /** Would it work? Empty if so; otherwise what is wrong and what to do, in one line. */
  public Optional<String> check() {
    return check(http);
  }

  /** The same, of a server that nothing is sent to yet. */
  public static Optional<String> check(FhirSettings settings) {
    return check(new FhirHttp(settings));
  }

  private static Optional<String> check(FhirHttp http) {
    try {
      return FhirCapabilities.lacks(http.get("metadata"));
    } catch (FhirProblem e) {
      return Optional.of("rtl.fhir.server: " + e.getMessage());
    }
  }

  private boolean announced() {
    try {
      announcer.announce();
      announceFailures = 0;
      return true;
    } catch (FhirProblem e) {
      Duration delay = settings.retry().delay(e, announceFailures++);
      notBefore = clock.instant().plus(delay);
      LOG.warn("FHIR deliveries wait {} s: {}", delay.toSeconds(), e.getMessage());
      return false;
    }
  }

  /** False when the others have to wait too. */
  private boolean deliver(Delivery delivery) {
    String payload = delivery.payload();
    try {
      if (payload.isEmpty()) {
        payload = prepare(delivery.bundle());
        outbox.prepared(delivery.runId(), NAME, payload);
      }
      for (FhirTransaction transaction : FhirTransaction.of(payload, settings.maxEntries())) {
        transaction.check(http.transaction(transaction.json()), settings.retry(), clock);
      }
      outbox.sent(delivery.runId(), NAME);
      LOG.info("FHIR delivery of run {}: sent", delivery.runId());
      return true;
    } catch (FhirProblem e) {
      return failed(delivery, payload, e);
    } catch (JournalException e) {
      throw e;
    } catch (RuntimeException e) {
      // A fault of ours must not stop the deliveries behind this one; its text may quote them.
      String name = e.getClass().getSimpleName();
      return failed(delivery, payload, new FhirProblem(Kind.RETRY, "internal error: " + name));
    }
  }

  private boolean failed(Delivery delivery, String payload, FhirProblem problem) {
    String reason = problem.getMessage();
    if (problem.kind() == Kind.REFUSED || settings.retry().exhausted(delivery.attempts() + 1)) {
      outbox.dead(delivery.runId(), NAME, reason);
      LOG.error("FHIR delivery of run {}: dead, {}", delivery.runId(), reason);
      return true;
    }
    Duration delay = settings.retry().delay(problem, delivery.attempts());
    String again = problem.kind() == Kind.REBUILD ? "" : payload;
    outbox.retry(delivery.runId(), NAME, delay, reason, again);
    LOG.warn(
        "FHIR delivery of run {}: again in {} s, {}", delivery.runId(), delay.toSeconds(), reason);
    if (problem.kind() == Kind.CONFIGURATION || !problem.after().isZero()) {
      notBefore = clock.instant().plus(delay);
    }
    return problem.kind() != Kind.CONFIGURATION && problem.kind() != Kind.AWAY;
  }

  private String prepare(String bundle) throws FhirProblem {
    FhirPayload payload = FhirPayload.parse(bundle);
    resolver.resolve(payload);
    for (FhirEntry entry : payload.entries()) {
      if (entry.supersedes()) {
        version(entry.key()).ifPresent(entry::ifMatch);
      }
    }
    return payload.json();
  }

  /** The version that the server has; empty for none. */
  private Optional<String> version(String key) throws FhirProblem {
    FhirReply reply = http.get(key);
    if (reply.status() == 404 || reply.status() == 410) {
      return Optional.empty();
    }
    JsonNode version = reply.json().path("meta").path("versionId");
    if (!reply.ok()) {
      throw settings.retry().judge("read of a withdrawn result", reply, clock);
    }
    return version.isTextual() ? Optional.of(version.asText()) : Optional.empty();
  }
}
