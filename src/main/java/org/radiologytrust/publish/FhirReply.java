package org.radiologytrust.publish;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

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
}
