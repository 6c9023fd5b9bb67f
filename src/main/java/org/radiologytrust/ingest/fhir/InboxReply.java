package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.journal.inbox.SentAnswer;

/**
 * An HTTP answer.
 *
 * @param status HTTP status
 * @param json the resource
 */
record InboxReply(int status, String json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static InboxReply of(FhirContext fhir, int status, Resource resource) {
    return new InboxReply(status, fhir.newJsonParser().encodeResourceToString(resource));
  }

  /** The form stored in the journal, so that a repeat gets the same answer. */
  byte[] toBytes() {
    return (status + "\n" + json).getBytes(StandardCharsets.UTF_8);
  }

  static InboxReply fromBytes(byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\n", 2);
    return new InboxReply(Integer.parseInt(parts[0]), parts[1]);
  }

  /** The status and the texts of the OperationOutcome, for operators. */
  SentAnswer told() {
    try {
      return new SentAnswer("" + status, JSON.readTree(json).findValuesAsText("diagnostics"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no answer of ours");
    }
  }

  /** The answer to a repeat: 200 instead of 201, because nothing new was created. */
  InboxReply repeated() {
    return status == 201 ? new InboxReply(200, json) : this;
  }

  /** Replaces the whole request, so that none of its headers are sent back. */
  void write(Exchange exchange, FhirContext fhir, boolean xml) {
    Message message = exchange.getMessage();
    message.removeHeaders("*");
    message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
    message.setHeader("X-Content-Type-Options", "nosniff");
    message.setHeader("Cache-Control", "no-store");
    if (status == 503) {
      message.setHeader("Retry-After", "30");
    }
    if (status == 405) {
      message.setHeader("Allow", "POST");
    }
    message.setHeader(
        Exchange.CONTENT_TYPE,
        xml ? "application/fhir+xml; charset=utf-8" : "application/fhir+json; charset=utf-8");
    String body = json;
    if (xml) {
      IBaseResource resource = fhir.newJsonParser().parseResource(json);
      body = fhir.newXmlParser().encodeResourceToString(resource);
    }
    message.setBody(body.getBytes(StandardCharsets.UTF_8));
  }
}
