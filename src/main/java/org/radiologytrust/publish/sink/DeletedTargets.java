package org.radiologytrust.publish.sink;

import java.util.HashMap;
import java.util.Map;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirReference;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * Patients and reports that somebody deleted at the server while an audit refers to them. Servers
 * refuse such references; the audit names what it is about by identifier then.
 */
final class DeletedTargets {
  private final FhirHttp http;

  DeletedTargets(FhirHttp http) {
    this.http = http;
  }

  /** Makes the references to deleted resources of this type logical. */
  void unlink(FhirPayload payload, String type) throws DeliveryProblem {
    Map<String, Boolean> asked = new HashMap<>();
    for (FhirEntry entry : payload.entries()) {
      for (FhirReference reference : FhirReference.linked(entry.resource(), type)) {
        if (isGone(reference, asked)) {
          reference.unlink();
        }
      }
    }
  }

  /**
   * Why a payload cannot be sent.
   *
   * @return REBUILD if the payload refers to something that was deleted; otherwise the problem
   *     itself
   */
  DeliveryProblem cause(DeliveryProblem problem, FhirPayload payload) throws DeliveryProblem {
    if (problem.kind() != Kind.NEVER && problem.kind() != Kind.LATER) {
      return problem;
    }
    Map<String, Boolean> asked = new HashMap<>();
    for (FhirEntry entry : payload.entries()) {
      for (String type : FhirReference.TYPES) {
        for (FhirReference reference : FhirReference.linked(entry.resource(), type)) {
          if (isGone(reference, asked)) {
            return new DeliveryProblem(
                Kind.REBUILD,
                "the FHIR server no longer has the "
                    + type
                    + " that the audit refers to; it is named by its identifier");
          }
        }
      }
    }
    return problem;
  }

  private boolean isGone(FhirReference reference, Map<String, Boolean> asked)
      throws DeliveryProblem {
    String key = FhirEntry.key(reference.node().path("reference").asText());
    if (key.isEmpty()) {
      return false;
    }
    if (!asked.containsKey(key)) {
      asked.put(key, http.get(key).absent());
    }
    return asked.get(key);
  }
}
