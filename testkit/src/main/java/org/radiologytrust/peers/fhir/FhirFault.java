package org.radiologytrust.peers.fhir;

import java.time.Duration;

/**
 * One way in which a request to a FHIR server goes wrong, or is merely slow.
 *
 * @param status answered instead of handling the request; 0 to handle it
 * @param retryAfter value of Retry-After; empty for none
 * @param body of the answer; empty for none
 * @param delay before anything happens
 * @param drop whether the connection is closed in place of the answer
 */
public record FhirFault(int status, String retryAfter, String body, Duration delay, boolean drop) {

  /** A status with an empty body. */
  public static FhirFault status(int status) {
    return new FhirFault(status, "", "", Duration.ZERO, false);
  }

  /**
   * 503 or 429 with Retry-After.
   *
   * @param retryAfter seconds or an HTTP date
   */
  public static FhirFault later(int status, String retryAfter) {
    return new FhirFault(status, retryAfter, "", Duration.ZERO, false);
  }

  /** A status with an OperationOutcome of one issue. */
  public static FhirFault outcome(int status, String code, String diagnostics, String expression) {
    String body =
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"%s",\
        "diagnostics":"%s","expression":["%s"]}]}"""
            .formatted(code, diagnostics, expression);
    return new FhirFault(status, "", body, Duration.ZERO, false);
  }

  /** A status with a page for people, as a proxy answers. */
  public static FhirFault page(int status) {
    return new FhirFault(status, "", "<html>proxy</html>", Duration.ZERO, false);
  }

  /** 200 with a body that is not what was asked for. */
  public static FhirFault body(String body) {
    return new FhirFault(200, "", body, Duration.ZERO, false);
  }

  /** The request is handled and committed; the answer never comes. */
  public static FhirFault dropAfterCommit() {
    return new FhirFault(0, "", "", Duration.ZERO, true);
  }

  /** The request is handled after a time. */
  public static FhirFault slow(Duration delay) {
    return new FhirFault(0, "", "", delay, false);
  }
}
