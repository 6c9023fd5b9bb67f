package org.radiologytrust.publish;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.radiologytrust.camel.DeliveryPasses;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.journal.work.LeaseEndedException;

/** The steps of the routes publish-fhir and fhir-look, in their order, when a test says so. */
final class FhirPasses {
  private final FhirSink sink;
  private final DeliveryPasses passes;
  private boolean standingStill;

  FhirPasses(SinkJournal journal, ResolvedReferences resolved, FhirSettings settings, Clock clock) {
    this.sink = new FhirSink(journal.outbox(), resolved, settings, journal.journal().clock());
    this.passes =
        new DeliveryPasses(FhirSink.NAME, journal.outbox(), settings.retry(), clock, this::route);
  }

  private void route(Exchange exchange) throws DeliveryProblem, LeaseEndedException {
    Delivery delivery = exchange.getProperty(Delivery.KEY, Delivery.class);
    sink.begin();
    Lease lease = exchange.getProperty(Lease.KEY, Lease.class);
    String payload = sink.prepare(delivery);
    if (standingStill) {
      lease.lose();
    }
    sink.send(delivery, lease, payload);
  }

  /** Whether the process stands still beyond each lease, before it sends. */
  void standStill(boolean stands) {
    standingStill = stands;
  }

  void deliver() {
    passes.pass();
    sink.look();
  }

  FhirSink sink() {
    return sink;
  }

  void announce(List<StoredResource> resources) {
    sink.announce(resources);
  }

  Optional<String> check() {
    return sink.check();
  }
}
