package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.SearchKeys;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.model.Texts;

class FhirInboxTest {
  @AutoClose private final Post post = new Post();

  @Test
  void aTransactionIsAnsweredEntryByEntry() {
    Post.Reply reply = post.json(FhirSamples.whole(BundleType.TRANSACTION));
    assertEquals(200, reply.status());
    Bundle response = (Bundle) reply.resource();
    assertEquals(BundleType.TRANSACTIONRESPONSE, response.getType());
    assertEquals(
        List.of("200 OK", "200 OK", "200 OK", "201 Created"),
        response.getEntry().stream().map(e -> e.getResponse().getStatus()).toList());
    assertEquals(1, post.journal.storedReports().size());
  }

  @Test
  void aBatchAndACollection() {
    Post.Reply batch = post.json(FhirSamples.whole(BundleType.BATCH));
    assertEquals(BundleType.BATCHRESPONSE, ((Bundle) batch.resource()).getType());
    Post.Reply collection = post.json(FhirSamples.whole(BundleType.COLLECTION));
    assertTrue(collection.diagnostics().contains("received before"));
    assertEquals(1, post.journal.storedReports().size());
  }

  @Test
  void aMessageIsAnsweredByAMessage() {
    Bundle message = FhirSamples.whole(BundleType.MESSAGE);
    ((MessageHeader) message.getEntryFirstRep().getResource()).getSource().setName("RIS1");
    Post.Reply reply = post.json(message);
    assertEquals(200, reply.status(), reply.body());
    Bundle response = (Bundle) reply.resource();
    MessageHeader header = (MessageHeader) response.getEntryFirstRep().getResource();
    assertEquals("m1", header.getResponse().getIdentifier());
    assertEquals("ok", header.getResponse().getCode().toCode());
    assertEquals("report", header.getEventCoding().getCode());
    assertEquals("RIS1", post.journal.onlyReport().site());
    assertEquals("MessageHeader/m1", post.journal.given(Incoming.class).get(0).key());
  }

  @Test
  void keptMessageIsReadAgainWithoutItsContentType() {
    String xml = Post.FHIR.newXmlParser().encodeResourceToString(FhirSamples.report());
    String json = Post.FHIR.newJsonParser().encodeResourceToString(FhirSamples.report());
    for (String kept : List.of(xml, json)) {
      Incoming again = post.inbox.incoming(kept.getBytes(StandardCharsets.UTF_8));
      assertInstanceOf(Parsed.class, again.disposition());
      String answer = new String(again.replier().reply(Outcome.PARSED, ""), StandardCharsets.UTF_8);
      assertTrue(answer.startsWith("201\n{"), answer);
    }
    Incoming junk = post.inbox.incoming(new byte[] {'{', (byte) 0xe4});
    assertInstanceOf(Quarantined.class, junk.disposition());
    String discarded =
        new String(junk.replier().reply(Outcome.IGNORED, "discarded"), StandardCharsets.UTF_8);
    assertTrue(discarded.startsWith("200\n{"), discarded);
    assertTrue(post.journal.given(Incoming.class).isEmpty(), "nothing was stored");
  }

  @Test
  void aMessageThatIsRefusedForItsCharacterSetIsFoundByItsNumbers() {
    Patient named = FhirSamples.patient();
    named.addName().setFamily("Ko\u017cuch-M\u00fcller");
    Bundle bundle = FhirSamples.bundle(BundleType.COLLECTION, FhirSamples.report(), named);
    String json = Post.FHIR.newJsonParser().encodeResourceToString(bundle);
    String xml = Post.FHIR.newXmlParser().encodeResourceToString(bundle);
    for (byte[] body :
        List.of(
            json.getBytes(StandardCharsets.UTF_16LE),
            json.getBytes(StandardCharsets.UTF_16BE),
            ("\ufeff" + json).getBytes(StandardCharsets.UTF_16LE),
            json.getBytes(StandardCharsets.UTF_16),
            json.getBytes(StandardCharsets.ISO_8859_1),
            xml.getBytes(StandardCharsets.ISO_8859_1))) {
      Incoming refused = post.inbox.incoming(body);
      assertInstanceOf(Quarantined.class, refused.disposition());
      assertEquals(new SearchKeys(List.of("ACC1"), List.of("MRN77")), refused.keys());
    }
    for (byte[] body :
        List.of(new byte[0], new byte[] {0}, new byte[] {'{', 0}, new byte[] {-1, -2, '<'})) {
      assertEquals(SearchKeys.NONE, post.inbox.incoming(body).keys());
    }
  }

  @Test
  void aMessageWithoutHeader() {
    Bundle message = FhirSamples.whole(BundleType.MESSAGE);
    message.getEntry().remove(0);
    Post.Reply reply = post.json(message);
    assertEquals(422, reply.status());
    assertEquals("Bundle.entry: a message must begin with its MessageHeader", reply.diagnostics());
  }

  @Test
  void xmlIsReadAndWritten() {
    String xml = Post.FHIR.newXmlParser().encodeResourceToString(FhirSamples.report());
    Post.Reply reply =
        post.send(
            "/fhir",
            "application/fhir+xml; charset=UTF-16",
            xml.getBytes(StandardCharsets.UTF_16),
            Map.of("Accept", "application/fhir+xml"));
    assertEquals(201, reply.status());
    assertEquals("application/fhir+xml; charset=utf-8", reply.headers().get("Content-Type"));
    Resource outcome = (Resource) Post.FHIR.newXmlParser().parseResource(reply.body());
    assertInstanceOf(OperationOutcome.class, outcome);
    assertEquals(FhirSamples.TEXT, post.journal.onlyReport().text());
  }

  @Test
  void theSameBytesAgainAreTheSameReport() {
    String body = Post.FHIR.newJsonParser().encodeResourceToString(FhirSamples.report());
    Post.Reply first = post.json(body);
    Post.Reply second = post.json(body);
    assertEquals(201, first.status());
    assertEquals(200, second.status());
    assertEquals(first.body(), second.body());
    assertEquals(Texts.sha256(body.getBytes(StandardCharsets.UTF_8)), key(0));
    assertEquals(1, post.journal.storedReports().size());
  }

  @Test
  void aRefusalRepeatedStaysARefusal() {
    String body = "{\"resourceType\":\"DiagnosticReport\"}";
    assertEquals(422, post.json(body).status());
    assertEquals(422, post.json(body).status());
  }

  @Test
  void theSameIdentifierWithOtherContentIsNotTaken() {
    Bundle bundle = FhirSamples.whole(BundleType.TRANSACTION);
    bundle.getIdentifier().setSystem("urn:s").setValue("7");
    assertEquals(200, post.json(bundle).status());
    assertEquals("urn:s|7", key(0));
    ((DiagnosticReport) bundle.getEntry().get(3).getResource()).setConclusion("Other.");
    Post.Reply second = post.json(bundle);
    assertEquals(422, second.status());
    assertEquals(IssueSeverity.ERROR, severity(second));
    assertEquals(1, post.journal.storedReports().size());
  }

  private String key(int arrival) {
    return post.journal.given(Incoming.class).get(arrival).key();
  }

  private static IssueSeverity severity(Post.Reply reply) {
    return ((OperationOutcome) reply.resource()).getIssueFirstRep().getSeverity();
  }

  @Test
  void nothingIsSaidWhenTheJournalFails() {
    post.journal.full();
    Post.Reply reply = post.json(FhirSamples.report());
    assertEquals(503, reply.status());
    assertEquals("30", reply.headers().get("Retry-After"));
    assertEquals(IssueSeverity.ERROR, severity(reply));
    post.journal.fail(new IllegalStateException(FhirSamples.NAME));
    Post.Reply other = post.json(FhirSamples.report());
    assertEquals(500, other.status());
    assertFalse(other.body().contains(FhirSamples.NAME));
  }

  private static Exchange feed(String body, String type) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
    exchange.getMessage().setHeader(Exchange.FILE_NAME, "a.json");
    return exchange;
  }

  private static int status(Exchange exchange) {
    return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
  }

  @Test
  void aFeedGetsTheSameAnswers() {
    Exchange json =
        feed(Post.FHIR.newJsonParser().encodeResourceToString(FhirSamples.report()), null);
    post.inbox.take(json);
    assertEquals(201, status(json));
    assertTrue(json.getMessage().getBody(String.class).startsWith("{"));
    assertEquals("a.json", json.getMessage().getHeader(Exchange.FILE_NAME), "its source needs it");
    Exchange xml =
        feed(
            Post.FHIR.newXmlParser().encodeResourceToString(FhirSamples.report()),
            "application/fhir+xml");
    post.inbox.take(xml);
    assertEquals(200, status(xml), "the same report");
    Exchange junk = feed("junk", "text/plain");
    post.inbox.take(junk);
    assertEquals(400, status(junk));
    assertEquals(3, post.journal.storedMessages(), "all are kept");
  }

  @Test
  void aFeedKeepsWhatTheJournalDoesNotTake() {
    String body = Post.FHIR.newJsonParser().encodeResourceToString(FhirSamples.report());
    Exchange exchange = feed(body, "application/fhir+json");
    for (RuntimeException failure :
        List.of(
            new JournalException("disk full", new IllegalStateException(FhirSamples.NAME)),
            new IllegalStateException(FhirSamples.NAME))) {
      post.journal.fail(failure);
      JournalException told = assertThrows(JournalException.class, () -> post.inbox.take(exchange));
      assertFalse(told.toString().contains(FhirSamples.NAME), told::toString);
      assertNull(told.getCause(), "it may quote the patient");
      assertEquals(body, exchange.getMessage().getBody(String.class), "no answer");
    }
    post.journal.works();
    post.inbox.take(exchange);
    assertEquals(201, status(exchange));
    assertThrows(JournalException.class, () -> post.inbox.take(feed(" ".repeat(200_001), null)));
    assertEquals(1, post.journal.storedMessages());
  }

  @Test
  void twoReportsOfOneOrderInABundle() {
    DiagnosticReport second = FhirSamples.report();
    second.setId("r2");
    Post.Reply reply =
        post.json(FhirSamples.bundle(BundleType.TRANSACTION, FhirSamples.report(), second));
    assertEquals(422, reply.status());
    assertEquals(
        "DiagnosticReport.identifier: two reports in this message have the same accession number;"
            + " send each with its filler order number (FILL), or in a message of its own",
        reply.diagnostics());
    assertEquals(1, post.journal.given(Incoming.class).size());
  }

  @Test
  void bundlesThatAreNoSubmission() {
    assertEquals(
        "Bundle.entry: no DiagnosticReport; send the report in the Bundle",
        post.json(FhirSamples.bundle(BundleType.TRANSACTION, FhirSamples.patient())).diagnostics());
    assertEquals(
        "Bundle.entry: a document must begin with its Composition",
        post.json(FhirSamples.whole(BundleType.DOCUMENT)).diagnostics());
    assertTrue(
        post.json(FhirSamples.whole(BundleType.HISTORY)).diagnostics().startsWith("Bundle.type"));
    Bundle delete = FhirSamples.whole(BundleType.TRANSACTION);
    delete.getEntry().get(3).getRequest().setMethod(HTTPVerb.DELETE);
    assertTrue(post.json(delete).diagnostics().startsWith("Bundle.entry.request.method"));
    assertTrue(
        post.json(FhirSamples.patient()).diagnostics().startsWith("Patient: not accepted here"));
    assertEquals(0, post.journal.storedReports().size());
  }

  @Test
  @Tag("safety")
  void theWrongPathRefusesNothingForEver() {
    String bundle =
        Post.FHIR.newJsonParser().encodeResourceToString(FhirSamples.whole(BundleType.BATCH));
    for (String path : List.of("/fhir/DiagnosticReport", "/fhir/DiagnosticReport/r1")) {
      Post.Reply refused = post.json(path, bundle);
      assertEquals(422, refused.status());
      assertEquals(
          "Bundle: not accepted here; post the Bundle to the base URL", refused.diagnostics());
    }
    String report = Post.FHIR.newJsonParser().encodeResourceToString(FhirSamples.report());
    Post.Reply refused = post.json("/fhir/DiagnosticReport/r2", report);
    assertEquals(400, refused.status());
    assertEquals(
        "DiagnosticReport.id: must be the id in the URL; correct one of them",
        refused.diagnostics());
    assertEquals(0, post.journal.given(Incoming.class).size());
    assertEquals(201, post.json("/fhir/DiagnosticReport/r1", report).status());
    Post.Reply same = post.json("/fhir", bundle);
    assertTrue(
        ((OperationOutcome) ((Bundle) same.resource()).getEntry().get(3).getResponse().getOutcome())
            .getIssueFirstRep()
            .getDiagnostics()
            .contains("received before"),
        same.body());
  }

  @Test
  @Tag("safety")
  void aReportThatIsPutMustNameItsId() {
    DiagnosticReport report = FhirSamples.report();
    report.setId("");
    String body = Post.FHIR.newJsonParser().encodeResourceToString(report);
    assertEquals(400, post.json("/fhir/DiagnosticReport/r1", body).status());
    assertEquals(0, post.journal.given(Incoming.class).size());
    assertEquals(400, post.json("/fhir/DiagnosticReport/r1", "junk").status());
    assertEquals(1, post.journal.given(Incoming.class).size(), "the unreadable is kept");
  }

  @Test
  void theErrorNamesTheElement() {
    DiagnosticReport report = FhirSamples.report();
    report.setStatus(null);
    OperationOutcome outcome = (OperationOutcome) post.json(report).resource();
    assertEquals(
        "DiagnosticReport.status", outcome.getIssueFirstRep().getExpression().get(0).getValue());
  }

  @Test
  void theUnreadableIsKeptAsItCame() {
    byte[] body = {'{', 0, (byte) 0xff, 1};
    Post.Reply reply = post.send("/fhir", "application/json", body, Map.of());
    assertEquals(400, reply.status());
    assertArrayEquals(body, post.journal.given(Incoming.class).get(0).raw());
    assertInstanceOf(Quarantined.class, post.journal.given(Incoming.class).get(0).disposition());
    assertEquals(400, post.send("/fhir", "application/json", new byte[0], Map.of()).status());
  }

  @Test
  void whatTheServerDoesNotTakeIsNotKept() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    assertEquals(415, post.send("/fhir", null, body, Map.of()).status());
    assertEquals(415, post.send("/fhir", "text/plain", body, Map.of()).status());
    assertEquals(415, post.send("/fhir", "application/json;charset=nope", body, Map.of()).status());
    assertEquals(
        415,
        post.send("/fhir", "application/json", body, Map.of("Content-Encoding", "gzip")).status());
    assertEquals(413, post.send("/fhir", "application/json", new byte[200_001], Map.of()).status());
    assertEquals(0, post.journal.given(Incoming.class).size());
  }

  @Test
  void noHeaderOfTheRequestComesBack() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Post.Reply reply = post.send("/fhir", "application/json", body, Map.of("X-Canary", "1"));
    assertNull(reply.headers().get("X-Canary"));
    assertEquals("nosniff", reply.headers().get("X-Content-Type-Options"));
  }
}
