package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.resources.DecisionMerge;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * Adds a decision to the Observations that the server has now, so what others added stays. If-Match
 * names the version that was read.
 */
final class FhirDecision {
  private final FhirHttp http;
  private final Clock clock;

  FhirDecision(FhirHttp http, Clock clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * The entries to send. Observations that already have this decision or a later one are left out.
   *
   * @throws DeliveryProblem LATER if the server does not have the audit
   */
  List<FhirEntry> rebuild(FhirPayload payload) throws DeliveryProblem {
    boolean reopens = payload.entries().stream().anyMatch(FhirEntry::undoes);
    List<FhirEntry> entries = new ArrayList<>();
    for (FhirEntry entry : payload.entries()) {
      if (!entry.type().equals("Observation")) {
        entries.add(entry);
        continue;
      }
      ObjectNode wanted = (ObjectNode) entry.resource();
      ObjectNode current =
          FhirWithdrawal.read(http, clock, entry.key())
              .orElseThrow(
                  () ->
                      new DeliveryProblem(
                          Kind.LATER,
                          "the FHIR server does not have the audit that was decided about"));
      ObjectNode merged = DecisionMerge.merge(current, wanted, reopens);
      if (!DecisionMerge.isNewer(current, wanted) && !merged.equals(current)) {
        entries.add(entry.on(merged));
      }
    }
    return entries;
  }
}
