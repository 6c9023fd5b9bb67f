package org.radiologytrust.fhirread;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * An HTTP answer.
 *
 * @param json the resource; empty if there is none (304)
 * @param headers further headers of the answer
 */
record ReadReply(int status, String json, Map<String, String> headers) {
  /** Writes the answer into the message and removes all request headers. */
  void write(Exchange exchange, FhirContext fhir, boolean xml) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader("X-Content-Type-Options", "nosniff");
    message.setHeader("Cache-Control", "no-store");
    headers.forEach(message::setHeader);
    if (json.isEmpty()) {
      message.setBody(new byte[0]);
      return;
    }
    message.setHeader(
        Exchange.CONTENT_TYPE,
        xml ? "application/fhir+xml; charset=utf-8" : "application/fhir+json; charset=utf-8");
    String body =
        xml
            ? fhir.newXmlParser().encodeResourceToString(fhir.newJsonParser().parseResource(json))
            : json;
    message.setBody(body.getBytes(StandardCharsets.UTF_8));
  }
}
