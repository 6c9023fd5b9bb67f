package org.radiologytrust.publish;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.ExchangeProperty;
import org.radiologytrust.journal.Outbox;
import org.radiologytrust.journal.Outbox.Delivery;
import org.radiologytrust.journal.StoredResource;
import org.radiologytrust.model.Correlation;

/**
 * The steps of the route that brings finished audits to the FHIR server, one at a time, in the
 * order in which they ended.
 *
 * <p>At least once, and once in effect: the ids are our own, and a retry sends the stored bytes.
 * Its methods take turns: what is announced and what is linked is part of what is sent.
 */
public final class FhirSink {
  /** The sink's name in the outbox. */
  public static final String NAME = "fhir";

  private final Outbox outbox;
  private final FhirSettings settings;
  private final Clock clock;
  private final FhirHttp http;
  private final FhirResolver resolver;
  private final FhirWithdrawal withdrawal;
  private final FhirAnnouncer announcer;
  private final FhirLinker linker;

  /**
   * @param resolved gets the ids that the server has for patients and reports
   */
  public FhirSink(Outbox outbox, ResolvedReferences resolved, FhirSettings settings, Clock clock) {
    this.outbox = outbox;
    this.settings = settings;
    this.clock = clock;
    this.http = new FhirHttp(settings);
    this.resolver = new FhirResolver(http, settings.matching(), clock);
    this.withdrawal = new FhirWithdrawal(http, clock);
    this.announcer = new FhirAnnouncer(http, settings.retry(), clock);
    this.linker = new FhirLinker(outbox, http, settings, resolved, clock);
  }

  /**
   * Resources that audits refer to (Devices, model card, prompts): PUT before the next delivery,
   * and again at leisure until the server has them.
   */
  public void announce(List<StoredResource> resources) {
    announcer.add(resources);
  }

  /** Route step: what audits refer to is there before they are. */
  public synchronized void begin() {
    announcer.announceNew();
  }

  /**
   * Route step: resolves, and withdraws on what the server has. Gives what will be sent, byte for
   * byte at each try: it is kept first.
   */
  public synchronized String prepare(@ExchangeProperty(Delivery.KEY) Delivery delivery)
      throws DeliveryProblem {
    if (!delivery.payload().isEmpty()) {
      return delivery.payload();
    }
    try (Correlation c = Correlation.of(delivery.report())) {
      FhirPayload payload = FhirPayload.parse(delivery.bundle());
      announcer.unlink(payload.bundle());
      resolver.resolve(payload, delivery.report());
      String json = payload.json(withdrawal.rebuild(payload));
      outbox.prepared(delivery.runId(), NAME, json);
      return json;
    }
  }

  /** Route step: returns when the server has it for good. */
  public synchronized void send(
      @ExchangeProperty(Delivery.KEY) Delivery delivery, @Body String payload)
      throws DeliveryProblem {
    try (Correlation c = Correlation.of(delivery.report())) {
      boolean first = delivery.payload().isEmpty() && delivery.attempts() == 0;
      // the answer to an earlier try may have been lost
      if (first || !arrived(delivery)) {
        for (FhirTransaction transaction : FhirTransaction.of(payload, settings.maxEntries())) {
          transaction.check(http.transaction(transaction.json()), clock);
        }
        announcer.taken();
      }
      linker.sent(delivery, payload);
    }
  }

  /** Of the route beside it: announces again, and looks for patients that the server lacked. */
  public synchronized void look() {
    announcer.announceNew();
    announcer.announceDue();
    linker.look();
  }

  /** The summary is the commit mark: with it all the rest is there. */
  private boolean arrived(Delivery delivery) throws DeliveryProblem {
    for (FhirEntry entry : FhirPayload.parse(delivery.bundle()).entries()) {
      if (entry.isSummary()) {
        return FhirWithdrawal.read(http, clock, entry.key()).isPresent();
      }
    }
    return false;
  }

  /** Would it work? Empty if so; otherwise what is wrong and what to do, in one line. */
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
   * The same, of a server that nothing was sent to yet: where only a PUT can tell, the Device that
   * a start would PUT is the probe, unless it is there.
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
