package org.radiologytrust.fhirread;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.main.Main;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.SnapshotGeneratingValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.ingest.document.TestDocuments;
import org.radiologytrust.ingest.fhir.FhirInbox;
import org.radiologytrust.ingest.fhir.FhirMessages;
import org.radiologytrust.ingest.fhir.json.FhirLimits;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.results.StoredResource.Token;
import org.radiologytrust.launch.FormBody;

/** routes/fhir.yaml behind the real HTTP server. */
@Tag("integration")
class FhirRoutesTest {
  private static final FhirContext FHIR = FhirContext.forR4();
  private static final String REPORT = report("r1");
  private static TemporaryJournal journal;
  private static Main main;
  private static String base;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void start() throws Exception {
    int port = FreePorts.one();
    base = "http://127.0.0.1:" + port + "/fhir";
    journal = new TemporaryJournal();
    journal
        .resources()
        .put(
            List.of(
                new StoredResource(
                    "Observation",
                    "a",
                    "{\"resourceType\":\"Observation\",\"id\":\"a\",\"status\":\"preliminary\","
                        + "\"code\":{\"text\":\"x\"}}",
                    List.of(
                        new Token("patient", "", "Patient/p1"),
                        new Token("value-concept", "s", "x,y")))));
    main = new Main();
    main.bind(
        "fhirInbox",
        new FhirInbox(
            FHIR,
            journal.inbox(),
            "main",
            new FhirMessages(
                FHIR,
                "main",
                ZoneOffset.UTC,
                FhirLimits.DEFAULT,
                SiteFiles.shipped(),
                TestDocuments.reader()),
            Clock.systemUTC(),
            1_000_000));
    main.bind(
        "fhirRead",
        new FhirRead(
            FHIR,
            journal.resources(),
            new FhirRead.Server(() -> base, "0.1", Clock.systemUTC()),
            SearchBounds.DEFAULT,
            access -> {}));
    main.addInitialProperty("rtl.fhir.in.enabled", "true");
    main.addInitialProperty("camel.server.enabled", "true");
    main.addInitialProperty("camel.server.host", "127.0.0.1");
    main.addInitialProperty("camel.server.port", Integer.toString(port));
    main.addInitialProperty("camel.server.maxBodySize", "1000000");
    main.addInitialProperty("camel.main.routesIncludePattern", "file:routes/fhir.yaml");
    main.start();
  }

  @AfterAll
  static void stop() {
    main.stop();
    journal.close();
  }

  private static String report(String id) {
    return "{\"resourceType\":\"DiagnosticReport\",\"id\":\""
        + id
        + "\",\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p1\"},"
        + "\"conclusion\":\"Gr\u00f6\u00dfe normal.\"}";
  }

  private static List<Inbox.Incoming> arrived() {
    return journal.given(Inbox.Incoming.class);
  }

  private static Inbox.Incoming last() {
    return arrived().get(arrived().size() - 1);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  private static HttpRequest.Builder post(String path, String body) {
    return to(path)
        .header("Content-Type", "application/fhir+json")
        .POST(BodyPublishers.ofString(body));
  }

  private static HttpRequest.Builder put(String path, String body) {
    return to(path)
        .header("Content-Type", "application/fhir+json")
        .PUT(BodyPublishers.ofString(body));
  }

  @Test
  void aReportIsPostedToBothPlaces() throws Exception {
    for (String path : List.of("", "/DiagnosticReport")) {
      String report = report("both" + path.length());
      HttpResponse<String> reply = send(post(path, report).header("X-Canary", "1"));
      assertEquals(201, reply.statusCode(), reply.body());
      assertEquals(
          "application/fhir+json; charset=utf-8",
          reply.headers().firstValue("Content-Type").orElse(""));
      assertTrue(reply.headers().firstValue("X-Canary").isEmpty());
      Inbox.Parsed parsed = (Inbox.Parsed) last().disposition();
      assertEquals("IMPRESSION:\nGröße normal.", parsed.first().text());
      assertEquals(report, new String(last().raw(), java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  @Test
  void aReportIsPutUnderItsId() throws Exception {
    String report = report("put.1-a");
    HttpResponse<String> first = send(put("/DiagnosticReport/put.1-a", report));
    assertEquals(201, first.statusCode(), first.body());
    Inbox.Parsed parsed = (Inbox.Parsed) last().disposition();
    assertEquals("DiagnosticReport/put.1-a", parsed.first().reference());
    HttpResponse<String> again = send(put("/DiagnosticReport/put.1-a", report));
    assertEquals(200, again.statusCode());
    assertEquals(first.body(), again.body());
    int before = arrived().size();
    assertEquals(400, send(put("/DiagnosticReport/put.1-b", report)).statusCode());
    assertEquals(400, send(put("/DiagnosticReport/put.1-a%2F", report)).statusCode());
    for (String path :
        List.of(
            "",
            "/DiagnosticReport",
            "/DiagnosticReport?identifier=1",
            "/DiagnosticReport/put.1-a/_history/1",
            "/Patient/put.1-a")) {
      assertEquals(405, send(put(path, report)).statusCode(), path);
    }
    assertEquals(405, send(post("/DiagnosticReport/put.1-a", report)).statusCode());
    assertEquals(405, send(to("/DiagnosticReport/put.1-a").DELETE()).statusCode());
    assertEquals(404, send(to("/DiagnosticReport/put.1-a")).statusCode());
    assertEquals(before, arrived().size());
  }

  @Test
  void bytesComeAsTheyWere() throws Exception {
    String xml =
        FHIR.newXmlParser()
            .encodeResourceToString(FHIR.newJsonParser().parseResource(report("bytes")));
    byte[] body = xml.getBytes(java.nio.charset.StandardCharsets.UTF_16LE);
    HttpResponse<String> reply =
        send(
            to("")
                .header("Content-Type", "application/fhir+xml;charset=UTF-16LE")
                .header("Accept", "application/fhir+xml")
                .POST(BodyPublishers.ofByteArray(body)));
    assertEquals(201, reply.statusCode(), reply.body());
    assertTrue(reply.body().startsWith("<OperationOutcome"), reply.body());
    assertArrayEquals(body, last().raw());
    Inbox.Parsed parsed = (Inbox.Parsed) last().disposition();
    assertEquals("IMPRESSION:\nGröße normal.", parsed.first().text());
  }

  @Test
  void headersAndParametersOfCamelFromOutsideDoNothing() throws Exception {
    int before = arrived().size();
    HttpResponse<String> reply =
        send(
            post("/DiagnosticReport?CamelHttpPath=/fhir&CAmelHttpMethod=DELETE", report("headers"))
                .header("CAmelBeanMethodName", "hashCode")
                .header("CamelBeanMethodName", "toString")
                .header("CamelHttpPath", "/elsewhere")
                .header("CamelHttpResponseCode", "418")
                .header("CamelHttpMethod", "GET"));
    assertEquals(201, reply.statusCode(), reply.body());
    assertEquals(before + 1, arrived().size());
    assertTrue(
        reply.headers().map().keySet().stream().noneMatch(h -> h.toLowerCase().startsWith("camel")),
        reply.headers().toString());
    HttpResponse<String> read =
        send(
            to("/Observation?patient=p1&CamelHttpRawQuery=patient%3Dp9&CamelHttpPath=/fhir/x")
                .header("Prefer", "handling=lenient")
                .header("CamelHttpRawQuery", "patient=p9")
                .header("CAMELHTTPRAWQUERY", "patient=p8"));
    assertEquals(200, read.statusCode(), read.body());
    assertEquals(1, ((Bundle) FHIR.newJsonParser().parseResource(read.body())).getTotal());
  }

  @Test
  void readAndSearch() throws Exception {
    assertEquals(200, send(to("/metadata")).statusCode());
    HttpResponse<String> read = send(to("/Observation/a"));
    assertEquals("W/\"1\"", read.headers().firstValue("ETag").orElse(""));
    assertEquals("nosniff", read.headers().firstValue("X-Content-Type-Options").orElse(""));
    HttpRequest.Builder options =
        to("/Observation").method("OPTIONS", HttpRequest.BodyPublishers.noBody());
    HttpResponse<String> answer = send(options);
    assertEquals(200, answer.statusCode());
    assertEquals("GET, HEAD, OPTIONS", answer.headers().firstValue("Allow").orElse(""));
    assertEquals(200, send(to("/Observation/a/_history/1")).statusCode());
    String tag = read.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> same = send(to("/Observation/a").header("If-None-Match", tag));
    assertEquals(304, same.statusCode());
    HttpResponse<String> escaped = send(to("/Observation?value-concept=s%7Cx%5C%2Cy"));
    assertEquals(1, total(escaped));
    assertEquals(1, found("patient=p1&value-concept=s%7Cx%5C%2Cy"));
    assertEquals(0, found("patient=p1&patient=p2"));
  }

  private int found(String form) throws Exception {
    return total(
        send(
            to("/Observation/_search")
                .header("Content-Type", FormBody.TYPE)
                .POST(BodyPublishers.ofString(form))));
  }

  private static int total(HttpResponse<String> reply) {
    assertEquals(200, reply.statusCode(), reply.body());
    return ((Bundle) FHIR.newJsonParser().parseResource(reply.body())).getTotal();
  }

  @Test
  void errors() throws Exception {
    assertEquals(404, send(to("/Observation/b")).statusCode());
    assertEquals(404, send(to("")).statusCode());
    assertEquals(404, send(to("/Patient?name=x")).statusCode());
    HttpResponse<String> delete = send(to("/Observation/a").DELETE());
    assertEquals(405, delete.statusCode());
    assertTrue(delete.body().contains("OperationOutcome"));
    assertEquals(405, send(post("/Observation", "{}")).statusCode());
    assertEquals(400, send(post("", "{}")).statusCode());
    assertEquals(422, send(post("", "{\"resourceType\":\"Patient\"}")).statusCode());
    assertEquals(413, send(post("", " ".repeat(1_100_000))).statusCode());
    HttpResponse<String> type =
        send(to("").header("Content-Type", "text/plain").POST(BodyPublishers.ofString(REPORT)));
    assertEquals(415, type.statusCode());
    HttpResponse<String> gzip = send(post("", REPORT).header("Content-Encoding", "gzip"));
    assertEquals(415, gzip.statusCode());
    HttpResponse<String> form =
        send(to("").header("Content-Type", FormBody.TYPE).POST(BodyPublishers.ofString("a=b")));
    assertEquals(415, form.statusCode());
    assertFalse(form.body().isEmpty());
  }

  @Test
  void answersAreValidR4() throws Exception {
    String message =
        "{\"resourceType\":\"Bundle\",\"type\":\"message\",\"entry\":[{\"fullUrl\":\"urn:uuid:"
            + "0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0\",\"resource\":{\"resourceType\":"
            + "\"MessageHeader\",\"id\":\"m1\",\"eventUri\":\"urn:event\",\"source\":{\"endpoint\":"
            + "\"urn:x\"}}},{\"resource\":"
            + REPORT
            + "}]}";
    String transaction =
        "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
            + REPORT
            + ",\"request\":{\"method\":\"PUT\",\"url\":\"DiagnosticReport/r1\"}}]}";
    FhirInstanceValidator module =
        new FhirInstanceValidator(
            new ValidationSupportChain(
                new DefaultProfileValidationSupport(FHIR),
                new SnapshotGeneratingValidationSupport(FHIR),
                new InMemoryTerminologyServerValidationSupport(FHIR),
                new CommonCodeSystemsTerminologyService(FHIR)));
    FhirValidator validator = FHIR.newValidator().registerValidatorModule(module);
    for (HttpRequest.Builder request :
        List.of(
            to("/metadata"),
            to("/Observation/a/_history?_count=1"),
            to("/Provenance?colour=red"),
            to("/Observation/nope"),
            post("", REPORT),
            post("", message),
            post("", transaction),
            post("", "{}"))) {
      String reply = send(request).body();
      List<String> errors =
          validator.validateWithResult(reply).getMessages().stream()
              .filter(m -> m.getSeverity().ordinal() >= ResultSeverityEnum.ERROR.ordinal())
              .map(m -> m.getLocationString() + " " + m.getMessage())
              .toList();
      assertEquals(List.of(), errors, reply);
    }
  }

  @Test
  void aBodyThatEndsEarlyIsNotKept() throws IOException {
    int before = arrived().size();
    URI uri = URI.create(base);
    try (java.net.Socket socket = new java.net.Socket("127.0.0.1", uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              ("POST /fhir HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 900\r\n\r\n"
                      + REPORT)
                  .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      socket.shutdownOutput();
      socket.setSoTimeout(2000);
      byte[] reply = socket.getInputStream().readNBytes(12);
      assertFalse(new String(reply).contains(" 20"), new String(reply));
    }
    assertEquals(before, arrived().size());
  }
}
