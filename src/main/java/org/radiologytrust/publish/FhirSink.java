package org.radiologytrust.publish;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.Outbox;
import org.radiologytrust.journal.Outbox.Delivery;
import org.radiologytrust.journal.StoredResource;

/**
 * Brings finished audits to the FHIR server, one at a time, in the order in which they ended.
 *
 * <p>At least once, and once in effect: the ids are our own, and a retry sends the stored bytes.
 */
public final class FhirSink {
  /** The sink's name in the outbox. */
  public static final String NAME = "fhir";

  private final FhirSettings settings;
  private final Clock clock;
  private final FhirHttp http;
  private final FhirResolver resolver;
  private final FhirWithdrawal withdrawal;
  private final FhirAnnouncer announcer;
  private final FhirLinker linker;
  private final SinkRounds rounds;

  /**
   * @param resolved gets the ids that the server has for patients and reports
   */
  public FhirSink(Outbox outbox, ResolvedReferences resolved, FhirSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.http = new FhirHttp(settings);
    this.resolver = new FhirResolver(http, settings.matching(), clock);
    this.withdrawal = new FhirWithdrawal(http, clock);
    this.announcer = new FhirAnnouncer(http, settings.retry(), clock);
    this.linker = new FhirLinker(outbox, http, settings, resolved, clock);
    this.rounds =
        new SinkRounds(NAME, outbox, settings.retry(), settings.batch(), clock, new Carrier());
  }

  /**
   * Resources that audits refer to (Devices, model card, prompts): PUT before the next delivery,
   * and again at leisure until the server has them.
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
    rounds.deliver();
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

  /** Resolves, withdraws on what the server has, sends. */
  private final class Carrier implements SinkRounds.Carrier {
    @Override
    public void begin() {
      announcer.announceNew();
    }

    @Override
    public String prepare(Delivery delivery) throws DeliveryProblem {
      FhirPayload payload = FhirPayload.parse(delivery.bundle());
      announcer.unlink(payload.bundle());
      resolver.resolve(payload, delivery.report());
      return payload.json(withdrawal.rebuild(payload));
    }

    /** The summary is the commit mark: with it all the rest is there. */
    @Override
    public boolean arrived(Delivery delivery) throws DeliveryProblem {
      for (FhirEntry entry : FhirPayload.parse(delivery.bundle()).entries()) {
        if (entry.isSummary()) {
          return FhirWithdrawal.read(http, clock, entry.key()).isPresent();
        }
      }
      return false;
    }

    @Override
    public void send(Delivery delivery, String payload) throws DeliveryProblem {
      for (FhirTransaction transaction : FhirTransaction.of(payload, settings.maxEntries())) {
        transaction.check(http.transaction(transaction.json()), clock);
      }
      announcer.taken();
    }

    @Override
    public void sent(Outbox outbox, Delivery delivery, String payload) throws DeliveryProblem {
      linker.sent(delivery, payload);
    }

    @Override
    public void end() {
      announcer.announceDue();
      linker.look();
    }
  }
}
