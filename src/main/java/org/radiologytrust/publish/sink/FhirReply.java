package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.retry.RetryAfter;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * A complete answer of the FHIR server.
 *
 * @param retryAfter the Retry-After header, unparsed; empty if missing
 */
record FhirReply(int status, String retryAfter, byte[] body) {
  private static final String OUTCOME = "OperationOutcome";
  private static final int TOO_LARGE = 413;

  boolean ok() {
    return status >= 200 && status < 300;
  }

  /**
   * Whether the server says that it does not have the resource. A page, such as that of a proxy
   * while the server restarts, does not say so.
   */
  boolean absent() {
    return isNotFound() && (body.length == 0 || json().has("resourceType"));
  }

  private boolean isNotFound() {
    return status == 404 || status == 410;
  }

  /** The body as JSON; a missing node if it is not JSON, or is far longer than an answer. */
  JsonNode json() {
    try {
      return FhirJson.ANSWERS.readTree(body);
    } catch (IOException e) {
      return FhirJson.MAPPER.missingNode();
    }
  }

  /**
   * Maps a status other than 2xx to a retry decision. No other place decides this.
   *
   * @param what the request, named in the reason
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
          status >= 500 ? new DeliveryProblem(Kind.LATER, reason, after) : refusal(reason, after);
    };
  }

  /**
   * A server of FHIR that refuses a resource for good says why. A bare 400 or 413 comes from what
   * stands in front of it, such as a proxy with a smaller limit, and passes once that is put right.
   */
  private DeliveryProblem refusal(String reason, Duration after) {
    JsonNode answer = json();
    if (answer.path("resourceType").asText().equals(OUTCOME)) {
      return new DeliveryProblem(Kind.NEVER, reason + FhirOutcome.issues(answer));
    }
    return new DeliveryProblem(
        Kind.LATER,
        status == TOO_LARGE
            ? reason + " without saying why; raise its proxy's limit or lower rtl.fhir.max-entries"
            : reason + " without saying why; check rtl.fhir.server and its proxy",
        after);
  }
}
