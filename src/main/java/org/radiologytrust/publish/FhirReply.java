package org.radiologytrust.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.radiologytrust.retry.RetryAfter;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * A whole answer of the FHIR server.
 *
 * @param retryAfter the header as it came; empty for none
 */
record FhirReply(int status, String retryAfter, byte[] body) {
  boolean ok() {
    return status >= 200 && status < 300;
  }

  /** The body as JSON; a missing node where it is none. */
  JsonNode json() {
    try {
      return FhirJson.MAPPER.readTree(body);
    } catch (IOException e) {
      return FhirJson.MAPPER.missingNode();
    }
  }

  /**
   * What a status other than 2xx means: the one place that decides which are tried again.
   *
   * @param what was asked for, for the reason
   */
  DeliveryProblem problem(String what, Clock clock) {
    String reason = what + ": the FHIR server answered " + status;
    Duration after = RetryAfter.wait(retryAfter, clock.instant());
    return switch (status) {
      case 429, 502, 503, 504 -> new DeliveryProblem(Kind.AWAY, reason, after);
      case 408, 409 -> new DeliveryProblem(Kind.LATER, reason, after);
      case 412 -> new DeliveryProblem(Kind.REBUILD, reason, after);
      case 301, 302, 303, 307, 308, 401, 403, 404, 405, 406, 407, 415 ->
          new DeliveryProblem(
              Kind.MEND, reason + "; check rtl.fhir.server, its login and its rights");
      default ->
          status >= 500
              ? new DeliveryProblem(Kind.LATER, reason, after)
              : new DeliveryProblem(Kind.NEVER, reason + FhirOutcome.issues(json()));
    };
  }
}
