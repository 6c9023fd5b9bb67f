package org.radiologytrust.publish.sink;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.radiologytrust.journal.erasure.ErasedCopies;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.journal.work.LeaseEndedException;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.retry.RetryVerdict.Kind;
import org.radiologytrust.runtime.Correlation;

/**
 * The steps of the route that sends finished audits to the FHIR server, one at a time, in the order
 * in which they ended.
 *
 * <p>Delivery is at least once. It takes effect once, because we choose the ids and a retry sends
 * the stored bytes. The methods are synchronized: announcing and linking affect what is sent.
 */
public final class FhirSink {
  /** The sink's name in the outbox. */
  public static final String NAME = Outbox.FHIR;

  private final Outbox outbox;
  private final FhirSettings settings;
  private final SteadyClock clock;
  private final FhirHttp http;
  private final FhirResolver resolver;
  private final DeletedTargets deleted;
  private final FhirWithdrawal withdrawal;
  private final FhirDecision decision;
  private final FhirAnnouncer announcer;
  private final FhirLinker linker;
  private final FhirErasure erasure;

  /**
   * @param erased resources of erased audits
   * @param resolved stores the server's ids of patients and reports
   */
  public FhirSink(
      Outbox outbox,
      ErasedCopies erased,
      ResolvedReferences resolved,
      FhirSettings settings,
      SteadyClock clock) {
    this.outbox = outbox;
    this.settings = settings;
    this.clock = clock;
    this.http = new FhirHttp(settings);
    this.resolver = new FhirResolver(http, settings.matching(), clock);
    this.deleted = new DeletedTargets(http);
    this.withdrawal = new FhirWithdrawal(http, clock);
    this.decision = new FhirDecision(http, clock);
    this.announcer = new FhirAnnouncer(http, settings.retry(), clock);
    this.linker = new FhirLinker(outbox, http, settings, resolved, clock);
    this.erasure = new FhirErasure(erased, http, settings.retry(), clock);
  }

  /**
   * Adds resources that audits refer to (Devices, model card, prompts). They are PUT before the
   * next delivery, and retried until the server has them.
   */
  public void announce(List<StoredResource> resources) {
    announcer.add(resources);
  }

  /** Route step: PUTs the resources that audits refer to, before the audits. */
  public synchronized void begin() {
    announcer.announceNew();
  }

  /**
   * Route step: resolves patient and report, and applies withdrawals and decisions to what the
   * server has. Stores the payload before it is sent, so that each try sends the same bytes.
   *
   * @throws DeliveryProblem if the server does not answer, or patient or report are not resolved
   */
  public synchronized String prepare(@ExchangeProperty(Delivery.KEY) Delivery delivery)
      throws DeliveryProblem {
    if (!delivery.payload().isEmpty()) {
      return delivery.payload();
    }
    try (Correlation c = Correlation.of(delivery.report())) {
      FhirPayload payload = FhirPayload.parse(delivery.bundle());
      announcer.unlink(payload.bundle());
      if (delivery.rebuilds() > 0) {
        deleted.unlink(payload, "Patient");
      }
      resolve(payload, delivery);
      if (delivery.rebuilds() > 0) {
        // afterwards: nobody waits for a report that was deleted
        deleted.unlink(payload, "DiagnosticReport");
      }
      List<FhirEntry> entries =
          delivery.ofDecision() ? decision.rebuild(payload) : withdrawal.rebuild(payload);
      String json = payload.json(entries);
      outbox.prepared(delivery, json);
      return json;
    }
  }

  /**
   * Route step: returns once the server has stored the audit.
   *
   * @throws DeliveryProblem if it has not
   * @throws LeaseEndedException if another node may have taken over
   */
  public synchronized void send(
      @ExchangeProperty(Delivery.KEY) Delivery delivery,
      @ExchangeProperty(Lease.KEY) Lease lease,
      @Body String payload)
      throws DeliveryProblem, LeaseEndedException {
    try (Correlation c = Correlation.of(delivery.report())) {
      boolean first = delivery.payload().isEmpty() && delivery.attempts() == 0;
      // an earlier try may have succeeded without its answer arriving
      if (first || !arrived(delivery)) {
        for (FhirTransaction transaction : FhirTransaction.of(payload, settings.maxEntries())) {
          lease.require();
          check(transaction, payload);
        }
        announcer.taken();
      }
      linker.sent(delivery, payload);
    }
  }

  private void resolve(FhirPayload payload, Delivery delivery) throws DeliveryProblem {
    try {
      resolver.resolve(payload, delivery.report());
    } catch (DeliveryProblem e) {
      throw deleted.cause(e, payload);
    }
  }

  private void check(FhirTransaction transaction, String payload) throws DeliveryProblem {
    FhirReply reply = http.transaction(transaction.json());
    try {
      transaction.check(reply, clock);
    } catch (DeliveryProblem e) {
      throw cause(e, FhirPayload.parse(payload));
    }
  }

  private DeliveryProblem cause(DeliveryProblem problem, FhirPayload payload)
      throws DeliveryProblem {
    DeliveryProblem cause = deleted.cause(problem, payload);
    if (cause.kind() != Kind.NEVER && cause.kind() != Kind.LATER || !announcer.lost(payload)) {
      return cause;
    }
    return new DeliveryProblem(
        Kind.REBUILD,
        "the FHIR server does not have the Devices or documents that the audit refers to; they are"
            + " sent again");
  }

  /**
   * Step of the polling route: retries announcements, searches for missing patients, and empties
   * what was erased.
   */
  public synchronized void look() {
    announcer.announceNew();
    announcer.announceDue();
    linker.look();
    erasure.look();
  }

  /** Summary and decision are sent last, so if the server has it, it has the whole payload. */
  private boolean arrived(Delivery delivery) throws DeliveryProblem {
    for (FhirEntry entry : FhirPayload.parse(delivery.bundle()).entries()) {
      if (delivery.ofDecision() ? entry.decides() : entry.isSummary()) {
        return FhirWithdrawal.read(http, clock, entry.key()).isPresent();
      }
    }
    return false;
  }

  /** Whether deliveries would work. Empty if so, else one line with the problem and what to do. */
  public Optional<String> check() {
    try {
      FhirReply metadata = http.get("metadata");
      return FhirCapabilities.lacks(metadata)
          .or(() -> FhirCapabilities.needProbe(metadata) ? announcer.refusal() : Optional.empty());
    } catch (DeliveryProblem e) {
      return Optional.of("rtl.fhir.server: " + e.getMessage());
    }
  }

  /**
   * The same for a server that has received nothing yet. If only a PUT can show whether it accepts
   * our ids, this PUTs the engine's Device, unless the server already has it.
   */
  public static Optional<String> check(FhirSettings settings, StoredResource device, Clock clock) {
    FhirHttp http = new FhirHttp(settings);
    String key = device.type() + "/" + device.id();
    try {
      FhirReply metadata = http.get("metadata");
      Optional<String> lacks = FhirCapabilities.lacks(metadata);
      if (lacks.isPresent() || !FhirCapabilities.needProbe(metadata) || http.get(key).ok()) {
        return lacks;
      }
      FhirReply reply = http.put(key, device.json());
      return FhirAnnouncer.refuses(reply, clock)
          ? Optional.of(FhirAnnouncer.refused(reply))
          : Optional.empty();
    } catch (DeliveryProblem e) {
      return Optional.of("rtl.fhir.server: " + e.getMessage());
    }
  }
}
