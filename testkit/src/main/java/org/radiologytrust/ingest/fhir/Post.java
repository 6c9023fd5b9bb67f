package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.fhir.json.FhirLimits;
import org.radiologytrust.journal.TemporaryJournal;

/** Posts to an inbox as the route does, without a server. */
final class Post implements AutoCloseable {
  static final FhirContext FHIR = FhirContext.forR4();

  /** Reads messages as the product does at its default settings. */
  static FhirMessages messages(ZoneId zone) {
    return new FhirMessages(
        FHIR, "main", zone, FhirLimits.DEFAULT, SiteFiles.shipped(), TestDocuments.reader());
  }

  final TemporaryJournal journal = new TemporaryJournal();
  final FhirInbox inbox =
      new FhirInbox(
          FHIR,
          journal.inbox(),
          "main",
          new FhirMessages(
              FHIR,
              "main",
              ZoneId.of("Europe/Berlin"),
              new FhirLimits(50, 400, 20_000),
              SiteFiles.shipped(),
              TestDocuments.reader()),
          Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC),
          200_000);

  record Reply(int status, String body, Map<String, Object> headers) {
    Resource resource() {
      return (Resource) FHIR.newJsonParser().parseResource(body);
    }

    String diagnostics() {
      return ((OperationOutcome) resource()).getIssueFirstRep().getDiagnostics();
    }
  }

  /** The reply of an inbox that has received nothing else. */
  static Reply once(Function<Post, Reply> message) {
    try (Post post = new Post()) {
      return message.apply(post);
    }
  }

  Reply json(Resource resource) {
    return json("/fhir", FHIR.newJsonParser().encodeResourceToString(resource));
  }

  Reply json(String body) {
    return json("/fhir", body);
  }

  Reply json(String path, String body) {
    return send(path, "application/fhir+json", body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  Reply xml(String body) {
    return send("/fhir", "application/fhir+xml", body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  /** To an inbox with its own limits. */
  static Reply send(FhirInbox inbox, String json) {
    return send(
        inbox, "/fhir", "application/fhir+json", json.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  Reply send(String path, String type, byte[] body, Map<String, String> headers) {
    return send(inbox, path, type, body, headers);
  }

  private static Reply send(
      FhirInbox inbox, String path, String type, byte[] body, Map<String, String> headers) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setHeader(Exchange.HTTP_PATH, path);
    if (type != null) {
      exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
    }
    headers.forEach(exchange.getMessage()::setHeader);
    exchange.getMessage().setBody(body);
    inbox.receive(exchange);
    return new Reply(
        exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
        exchange.getMessage().getBody(String.class),
        exchange.getMessage().getHeaders());
  }

  @Override
  public void close() {
    journal.close();
  }
}
