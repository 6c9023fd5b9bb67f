package org.radiologytrust.publish;

import com.fasterxml.jackson.databind.JsonNode;
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
  private final FhirAnnouncer announcer;
  private final SinkRounds rounds;

  public FhirSink(Outbox outbox, FhirSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.http = new FhirHttp(settings);
    this.resolver = new FhirResolver(http, settings, clock);
    this.announcer = new FhirAnnouncer(http, clock);
    this.rounds =
        new SinkRounds(NAME, outbox, settings.retry(), settings.batch(), clock, new Carrier());
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
    rounds.deliver();
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
    } catch (DeliveryProblem e) {
      return Optional.of("rtl.fhir.server: " + e.getMessage());
    }
  }

  /** Resolves, adds If-Match, sends. */
  private final class Carrier implements SinkRounds.Carrier {
    @Override
    public void begin() throws DeliveryProblem {
      announcer.announce();
    }

    @Override
    public String prepare(Delivery delivery) throws DeliveryProblem {
      return FhirSink.this.prepare(delivery.bundle());
    }

    @Override
    public void send(Delivery delivery, String payload) throws DeliveryProblem {
      for (FhirTransaction transaction : FhirTransaction.of(payload, settings.maxEntries())) {
        transaction.check(http.transaction(transaction.json()), clock);
      }
    }
  }

  private String prepare(String bundle) throws DeliveryProblem {
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
  private Optional<String> version(String key) throws DeliveryProblem {
    FhirReply reply = http.get(key);
    if (reply.status() == 404 || reply.status() == 410) {
      return Optional.empty();
    }
    JsonNode version = reply.json().path("meta").path("versionId");
    if (!reply.ok()) {
      throw reply.problem("read of a withdrawn result", clock);
    }
    return version.isTextual() ? Optional.of(version.asText()) : Optional.empty();
  }
}
