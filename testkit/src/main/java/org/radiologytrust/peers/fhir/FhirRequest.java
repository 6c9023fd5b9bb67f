package org.radiologytrust.peers.fhir;

/**
 * A request as it came.
 *
 * @param path below the base, without a slash at its start; empty for the base itself
 * @param query empty for none
 * @param authorization empty for none
 */
public record FhirRequest(
    String method, String path, String query, String authorization, String body) {

  /** A transaction or batch. */
  public boolean isTransaction() {
    return method.equals("POST") && path.isEmpty();
  }
}
