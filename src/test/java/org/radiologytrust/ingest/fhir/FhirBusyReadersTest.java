package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.Pdfs;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.fhir.json.FhirLimits;
import org.radiologytrust.journal.TemporaryJournal;

/** Reports that come while readers of documents are busy. */
@Tag("safety")
class FhirBusyReadersTest {
  private static final String ADDRESS = "192.0.2.1";

  @AutoClose private final TemporaryJournal journal = new TemporaryJournal();

  private FhirInbox inbox(Documents documents) {
    return new FhirInbox(
        Post.FHIR,
        journal.inbox(),
        "main",
        new FhirMessages(
            Post.FHIR, "main", ZoneOffset.UTC, FhirLimits.DEFAULT, SiteFiles.shipped(), documents),
        Clock.systemUTC(),
        1 << 20);
  }

  private static String pdf(String id) {
    DiagnosticReport report = FhirSamples.report();
    report.setId(id);
    report.setConclusion(null);
    report.setText(null);
    report.getPresentedForm().clear();
    report
        .addPresentedForm()
        .setContentType("application/pdf")
        .setData(Pdfs.of("Right pleural effusion."));
    return Post.FHIR.newJsonParser().encodeResourceToString(report);
  }

  private static int status(FhirInbox inbox, String body, String address) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    exchange.getMessage().setHeader(Exchange.HTTP_PATH, "/fhir");
    exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/fhir+json");
    exchange
        .getMessage()
        .setHeader(
            VertxPlatformHttpConstants.REMOTE_ADDRESS, SocketAddress.inetSocketAddress(1, address));
    exchange.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
    inbox.receive(exchange);
    return exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
  }

  @Test
  void reportWithADocumentIsNotStoredAndIsTakenLater() throws Exception {
    Documents documents = TestDocuments.hurriedReader(1);
    FhirInbox inbox = inbox(documents);
    TestDocuments.whileBusy(
        documents,
        new Sender("192.0.2.99", "OTHER"),
        () -> assertEquals(503, status(inbox, pdf("r1"), ADDRESS)));
    assertEquals(0, journal.storedMessages(), "also not in quarantine");
    assertEquals(201, status(inbox, pdf("r1"), ADDRESS));
    assertEquals("Right pleural effusion.", journal.onlyReport().text());
  }

  @Test
  void oneAddressHasNotAllReaders() throws Exception {
    Documents documents = TestDocuments.hurriedReader(2);
    FhirInbox inbox = inbox(documents);
    TestDocuments.whileBusy(
        documents,
        new Sender(ADDRESS, "main"),
        () -> {
          assertEquals(503, status(inbox, pdf("r1"), ADDRESS));
          assertEquals(201, status(inbox, pdf("r1"), "192.0.2.2"));
        });
  }
}
