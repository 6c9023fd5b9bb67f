package org.radiologytrust.publish.fhir;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.radiologytrust.camel.DeliveryPasses;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.work.Lease;
import org.radiologytrust.journal.work.LeaseEndedException;
import org.radiologytrust.publish.SinkJournal;
import org.radiologytrust.publish.sink.FhirSettings;
import org.radiologytrust.publish.sink.FhirSink;
import org.radiologytrust.publish.sink.ResolvedReferences;

/** The steps of the routes publish-fhir and fhir-look, in their order, when a test says so. */
public final class FhirPasses {
  private final FhirSink sink;
  private final DeliveryPasses passes;
  private boolean standingStill;

  public FhirPasses(
      SinkJournal journal, ResolvedReferences resolved, FhirSettings settings, Clock clock) {
    this.sink =
        new FhirSink(
            journal.outbox(),
            journal.journal().erasedCopies(),
            resolved,
            settings,
            journal.journal().clock());
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
  public void standStill(boolean stands) {
    standingStill = stands;
  }

  public void deliver() {
    passes.pass();
    sink.look();
  }

  public FhirSink sink() {
    return sink;
  }

  public void announce(List<StoredResource> resources) {
    sink.announce(resources);
  }

  public Optional<String> check() {
    return sink.check();
  }
}
