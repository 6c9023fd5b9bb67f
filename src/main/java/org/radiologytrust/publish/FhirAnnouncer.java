package org.radiologytrust.publish;

import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.radiologytrust.journal.StoredResource;
import org.radiologytrust.publish.DeliveryProblem.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resources that every audit refers to (Devices, model card, prompts): each PUT once. */
final class FhirAnnouncer {
  private static final Logger LOG = LoggerFactory.getLogger(FhirAnnouncer.class);

  private final FhirHttp http;
  private final Clock clock;
  private final Queue<StoredResource> waiting = new ConcurrentLinkedQueue<>();

  FhirAnnouncer(FhirHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  void add(List<StoredResource> resources) {
    waiting.addAll(resources);
  }

  /**
   * PUTs what is still waiting, in the order given. One that the server refuses for good is logged
   * and left out: audits do without it. Called by one thread at a time.
   *
   * @throws DeliveryProblem when it has to wait
   */
  void announce() throws DeliveryProblem {
    while (!waiting.isEmpty()) {
      StoredResource resource = waiting.peek();
      FhirReply reply = http.put(resource.type() + "/" + resource.id(), resource.json());
      if (!reply.ok()) {
        DeliveryProblem problem = reply.problem("PUT " + resource.type(), clock);
        // No right to write this one type: the others, and the audits, go on.
        if (problem.kind() != Kind.REFUSED && reply.status() != 403) {
          throw problem;
        }
        LOG.warn("{} not announced to the FHIR server: {}", resource.type(), problem.getMessage());
      }
      waiting.remove();
    }
  }
}
