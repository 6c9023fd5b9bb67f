package org.radiologytrust.ingest.fhir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Incoming;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.launch.CapturedLog;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;

@Tag("safety")
class HostileFhirTest {
  private static final String XML =
      "<DiagnosticReport xmlns=\"http://hl7.org/fhir\"><id value=\"r1\"/>"
          + "<status value=\"final\"/><subject><reference value=\"Patient/p1\"/></subject>"
          + "<conclusion value=\"%s\"/></DiagnosticReport>";
  @AutoClose private final Post post = new Post();

  private String json() {
    return Post.FHIR.newJsonParser().encodeResourceToString(FhirSamples.report());
  }

  @Test
  @Tag("integration")
  void externalEntitiesAreNotFetched() throws Exception {
    AtomicInteger heard = new AtomicInteger();
    HttpServer canary =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    canary.createContext(
        "/",
        exchange -> {
          heard.incrementAndGet();
          exchange.sendResponseHeaders(204, -1);
        });
    canary.start();
    try {
      String url = "http://127.0.0.1:" + canary.getAddress().getPort() + "/x";
      String[] types = {
        "<!DOCTYPE r [<!ENTITY x SYSTEM \"" + url + "\">]>",
        "<!DOCTYPE r SYSTEM \"" + url + "\">",
        "<!DOCTYPE r [<!ENTITY % p SYSTEM \"" + url + "\"> %p;]>"
      };
      for (String type : types) {
        Post.Reply reply = post.xml(type + XML.formatted("&x;"));
        assertEquals(400, reply.status(), type);
        assertTrue(reply.diagnostics().contains("DOCTYPE"), reply.diagnostics());
      }
      String narrative =
          json()
              .replace(
                  "\"id\":\"r1\"",
                  "\"id\":\"r1\",\"text\":{\"status\":\"additional\",\"div\":\"<!DOCTYPE r [<!ENTITY"
                      + " x SYSTEM '"
                      + url
                      + "'>]><div>&x;</div>\"}");
      assertEquals(400, post.json(narrative).status());
      DiagnosticReport linked = FhirSamples.report();
      linked.addPresentedForm().setContentType("text/html").setUrl(url);
      linked.getSubject().setReference(url.replace("/x", "/Patient/1"));
      assertEquals(201, post.json(linked).status());
      assertEquals(0, heard.get());
    } finally {
      canary.stop(0);
    }
  }

  @Test
  void entitiesAreNotExpanded() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE r [<!ENTITY a0 \"ha\">");
    for (int i = 1; i < 30; i++) {
      String before = "&a" + (i - 1) + ";";
      laughs.append("<!ENTITY a").append(i).append(" \"").append(before.repeat(10)).append("\">");
    }
    String bomb = laughs + "]>" + XML.formatted("&a29;");
    assertTimeoutPreemptively(
        Duration.ofMinutes(2), () -> assertEquals(400, post.xml(bomb).status()));
  }

  @Test
  void xmlWithoutTricksIsTaken() {
    assertEquals(201, post.xml(XML.formatted("Normal &lt; chest.")).status());
    assertEquals("IMPRESSION:\nNormal < chest.", post.journal.onlyReport().text());
  }

  @Test
  void depthIsCapped() {
    String deepJson = "{\"resourceType\":\"Bundle\",\"x\":" + "[".repeat(50_000) + "]}";
    assertEquals(400, post.json(deepJson).status());
    String deepXml = "<a>".repeat(40_000);
    assertEquals(400, post.xml(deepXml).status());
    String deepDiv =
        json()
            .replace(
                "\"id\":\"r1\"",
                "\"id\":\"r1\",\"text\":{\"div\":\""
                    + "<div>".repeat(10_000)
                    + "</div>".repeat(10_000)
                    + "\"}");
    assertEquals(400, post.json(deepDiv).status());
  }

  /** Each would be an object of HAPI's: the inbox of this test takes 20,000. */
  @Test
  void elementsAreCounted() {
    for (String part :
        List.of(
            "\"extension\":[" + "{},".repeat(10_000) + "{}]",
            "\"newElement\":[" + "0,".repeat(20_000) + "0]",
            "\"text\":{\"div\":\"<div>" + "<b/>".repeat(20_000) + "</div>\"}")) {
      Post.Reply reply = once(json().replace("\"id\":\"r1\"", "\"id\":\"r1\"," + part));
      assertEquals(400, reply.status(), reply.body());
      assertTrue(reply.diagnostics().startsWith("The message has more than 20000 elements"));
    }
  }

  /** To an inbox that has nothing yet. */
  private static Post.Reply once(String json) {
    try (Post post = new Post()) {
      return post.json(json);
    }
  }

  /** At the level that is set, well before the parsers behind give up by themselves. */
  @ParameterizedTest
  @CsvSource({"48, 201", "49, 400"})
  void depthIsCappedWhereItIsSet(int more, int status) {
    String element = "\"newElement\":" + "[".repeat(more + 1) + "]".repeat(more + 1) + ",\"id\":";
    Post.Reply inJson = once(json().replaceFirst("\"id\":", element));
    String div =
        "\"text\":{\"status\":\"additional\",\"div\":\"<div xmlns='http://www.w3.org/1999/xhtml'>"
            + "<b>".repeat(more + 1)
            + "x"
            + "</b>".repeat(more + 1)
            + "</div>\"},\"id\":";
    Post.Reply inNarrative = once(json().replaceFirst("\"id\":", div));
    Post.Reply inXml =
        post.xml(
            XML.formatted("Normal.")
                .replace(
                    "<status",
                    "<newElement>".repeat(more + 1)
                        + "</newElement>".repeat(more + 1)
                        + "<status"));
    for (Post.Reply reply : List.of(inJson, inNarrative, inXml)) {
      assertEquals(status, reply.status(), reply.body());
      assertTrue(status == 201 || reply.diagnostics().contains("deeper than 50"), reply.body());
    }
  }

  @Test
  void deepHtmlInAnAttachmentIsRead() {
    DiagnosticReport report = FhirSamples.report();
    report
        .getPresentedFormFirstRep()
        .setContentType("text/html")
        .setData(("<div>".repeat(20_000) + "deep").getBytes());
    assertEquals(201, post.json(report).status());
    assertEquals("deep", post.journal.onlyReport().text());
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\u00a0", "\t", "<p> </p>", "&nbsp;"})
  void longRunsOfBlanksTakeNoTime(String blank) {
    DiagnosticReport report = FhirSamples.report();
    String text = "a" + blank.repeat(130_000 / blank.length()) + "b";
    report
        .getPresentedFormFirstRep()
        .setContentType(blank.length() > 1 ? "text/html" : "text/plain")
        .setData(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Post.Reply reply =
        assertTimeoutPreemptively(
            Duration.ofMinutes(2),
            () ->
                post.send(
                    "/fhir",
                    "application/json",
                    Post.FHIR.newJsonParser().encodeResourceToString(report).getBytes(),
                    java.util.Map.of()));
    assertTrue(reply.status() == 201 || reply.status() == 413, reply.body());
  }

  @Test
  void aBookIsNoReport() {
    DiagnosticReport report = FhirSamples.report();
    report.getPresentedForm().clear();
    report.setConclusion("word ".repeat(39_000));
    assertEquals(201, post.json(report).status());
    FhirInbox inbox =
        new FhirInbox(
            Post.FHIR,
            post.journal.inbox(),
            "main",
            Post.messages(ZoneOffset.UTC),
            java.time.Clock.systemUTC(),
            FhirInbox.DEFAULT_MAX_BYTES);
    report.setConclusion("word ".repeat(50_000));
    Post.Reply reply = Post.send(inbox, Post.FHIR.newJsonParser().encodeResourceToString(report));
    assertEquals(422, reply.status());
    assertTrue(reply.diagnostics().contains("longer than 200000 characters"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{}",
        "{\"resourceType\":\"Canaryname\"}",
        "{\"resourceType\":\"DiagnosticReport\",\"status\":\"Canaryname\"}",
        "{\"resourceType\":\"DiagnosticReport\",\"issued\":\"Canaryname\"}",
        "{\"resourceType\":\"DiagnosticReport\",\"subject\":\"Canaryname\"}",
        "{\"resourceType\":\"DiagnosticReport\",\"subject\":{},\"subject\":{}}",
        "{\"resourceType\":\"DiagnosticReport\",\"presentedForm\":[{\"data\":\"Canaryname!\"}]}",
        "{\"resourceType\":\"DiagnosticReport\"}{\"resourceType\":\"DiagnosticReport\"}",
        "{\"resourceType\":\"DiagnosticReport\",\"text\":{\"div\":\"<div>Canaryname\"}}"
      })
  void brokenJsonQuotesNothing(String body) {
    try (CapturedLog log = new CapturedLog()) {
      Post.Reply reply = post.json(body);
      assertEquals(400, reply.status(), reply.body());
      assertFalse(reply.body().contains(FhirSamples.NAME), reply.body());
      assertTrue(
          log.lines().stream().noneMatch(l -> l.contains(FhirSamples.NAME)),
          log.lines().toString());
      assertEquals(1, post.journal.given(Incoming.class).size());
    }
  }

  @Test
  void unknownElementsAreNoFault() {
    String body = json().replace("\"id\":\"r1\"", "\"id\":\"r1\",\"newElement\":{\"a\":[1]}");
    assertEquals(201, post.json(body).status());
  }

  @Test
  void aHugeBundle() {
    var bundle =
        FhirSamples.bundle(
            org.hl7.fhir.r4.model.Bundle.BundleType.COLLECTION, FhirSamples.report());
    for (int i = 0; i < 1001; i++) {
      bundle.addEntry().setFullUrl("urn:x:" + i);
    }
    Post.Reply reply = post.json(bundle);
    assertEquals(422, reply.status());
    assertTrue(reply.diagnostics().startsWith("Bundle.entry: more than 1000"));
  }

  /**
   * A number for each place that can hold one: a JSON number, a JSON string, also in a Bundle, an
   * XML attribute.
   */
  private List<Post.Reply> withDecimal(String number) {
    String quoted = '"' + number + '"';
    String report = json().replaceFirst("\"id\":", "\"contained\":[%s],\"id\":");
    String inBundle =
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":"
            + json()
            + "},{\"resource\":%s}]}";
    String observation =
        "{\"resourceType\":\"Observation\",\"id\":\"o\",\"status\":\"final\",\"code\":"
            + "{\"text\":\"x\"},\"valueQuantity\":{\"value\":%s}}";
    return List.of(
        Post.once(p -> p.json(report.replace("%s", observation.replace("%s", number)))),
        Post.once(p -> p.json(report.replace("%s", observation.replace("%s", quoted)))),
        Post.once(p -> p.json(inBundle.replace("%s", observation.replace("%s", quoted)))),
        Post.once(
            p ->
                p.xml(
                    XML.formatted("Normal.")
                        .replace(
                            "<status",
                            "<contained><Observation><id value=\"o\"/><status value=\"final\"/><code>"
                                + "<text value=\"x\"/></code><valueQuantity><value value=\""
                                + number
                                + "\"/></valueQuantity></Observation></contained><status"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1e999999999",
        "1E+999999999",
        "-0.1e-999999999",
        "1e1000000",
        "1e99999999999999999999",
        "1e400"
      })
  void numbersAreNotWrittenOut(String number) {
    for (Post.Reply reply :
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> withDecimal(number))) {
      assertEquals(400, reply.status(), reply.body());
    }
  }

  @Test
  void longNumbersAreNotRead() {
    for (String digits :
        List.of("9".repeat(401), "9".repeat(150_000), "0." + "9".repeat(150_000))) {
      for (Post.Reply reply :
          assertTimeoutPreemptively(Duration.ofMinutes(2), () -> withDecimal(digits))) {
        assertEquals(400, reply.status());
        assertTrue(reply.diagnostics().contains("more than 400 digits"), reply.body());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.50", "1.7976931348623157E308", "4.9e-324", "-0.0e0", "1e390"})
  void ordinaryNumbersAreTaken(String number) {
    for (Post.Reply reply : withDecimal(number)) {
      assertTrue(reply.status() < 300, reply.body());
    }
  }

  @Test
  void anIdentifierMayLookLikeAHugeNumber() {
    String number = "12E4567";
    DiagnosticReport report = FhirSamples.report();
    report.getIdentifierFirstRep().setValue(number);
    assertEquals(201, Post.once(p -> p.json(report)).status());
    String xml = Post.FHIR.newXmlParser().encodeResourceToString(report);
    assertEquals(201, Post.once(p -> p.xml(xml)).status());
  }

  /** A narrative with more styles than any report has. */
  private static String styled() {
    return "<div xmlns=\"http://www.w3.org/1999/xhtml\"><style>"
        + "i{top:1px}".repeat(8_000)
        + "</style>"
        + "<b>x</b>".repeat(8_000)
        + "</div>";
  }

  /** A narrative that cannot be read is refused with its reason, or named beside a text. */
  @Test
  void aHostileNarrativeIsNoErrorOfTheProgram() {
    FhirMessages messages = messages();
    DiagnosticReport report = FhirSamples.report();
    report.getText().setStatus(NarrativeStatus.ADDITIONAL).setDivAsString(styled());
    Report read = onlyReport(messages.read(bytes(report)));
    assertEquals(FhirSamples.TEXT, read.text());
    NotAudited named = read.notAudited().get(0);
    assertTrue(named.what().startsWith("text, "), named.what());
    assertTrue(named.reportText());

    report.setPresentedForm(List.of());
    String reason = ((Quarantined) messages.read(bytes(report))).reason();
    assertTrue(reason.startsWith("DiagnosticReport.text: "), reason);
  }

  @Test
  void aHostileSectionOfACompositionIsNamed() {
    Composition composition = new Composition();
    composition.setId("c1");
    composition.getSubject().setReference("Patient/p1");
    composition
        .addSection()
        .getText()
        .setStatus(NarrativeStatus.ADDITIONAL)
        .setDivAsString(styled());
    DiagnosticReport report = FhirSamples.report();
    Bundle bundle =
        FhirSamples.bundle(
            Bundle.BundleType.COLLECTION, report, FhirSamples.patient(), composition);
    Report read = onlyReport(messages().read(bytes(bundle)));
    assertEquals(FhirSamples.TEXT, read.text());
    assertTrue(
        read.notAudited().stream()
            .anyMatch(part -> part.what().startsWith("Composition.section, ") && part.reportText()),
        read.notAudited().toString());
  }

  @Test
  void aPatientOfManyIdentifiersOrLinksIsRefusedAtOnce() {
    Patient many = FhirSamples.patient();
    for (int i = 0; i < 20_000; i++) {
      many.addIdentifier(FhirSamples.identifier("MR", "A" + i));
    }
    Patient linked = FhirSamples.patient();
    for (int i = 0; i < 20_000; i++) {
      linked.addLink().getOther().setReference("Patient/x" + i);
    }
    for (Patient patient : List.of(many, linked)) {
      Bundle bundle =
          FhirSamples.bundle(Bundle.BundleType.COLLECTION, patient, FhirSamples.report());
      Disposition read =
          assertTimeoutPreemptively(Duration.ofMinutes(2), () -> messages().read(bytes(bundle)));
      String reason = ((Quarantined) read).reason();
      assertTrue(reason.startsWith("Patient."), reason);
      assertTrue(reason.contains("more than"), reason);
    }
  }

  private static FhirMessages messages() {
    return Post.messages(ZoneId.of("Europe/Berlin"));
  }

  private static byte[] bytes(Resource resource) {
    return Post.FHIR
        .newJsonParser()
        .encodeResourceToString(resource)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static Report onlyReport(Disposition read) {
    return ((Parsed) read).first();
  }
}
