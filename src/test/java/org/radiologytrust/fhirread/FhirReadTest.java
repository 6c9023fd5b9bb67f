package org.radiologytrust.fhirread;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.results.ResourceStore.Query;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.results.StoredResource.Token;
import org.radiologytrust.journal.store.SearchBusyException;
import org.radiologytrust.model.SettableClock;

class FhirReadTest {
  private static final FhirContext FHIR = FhirContext.forR4();
  private static final SettableClock CLOCK = new SettableClock();
  private static final String BASE = "http://here/fhir";
  private static final String CODES =
      "http://radiologytrustlayer.org/fhir/CodeSystem/rtl-observation";
  private static TemporaryJournal journal;

  private int calls;
  private final FhirRead read =
      new FhirRead(
          FHIR,
          journal.resources(),
          new FhirRead.Server(
              () -> BASE,
              "0.1",
              Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC)),
          new SearchBounds(2, 3, 5, 2, 2),
          access -> {});

  record Reply(int status, String body, Map<String, Object> headers) {
    Resource resource() {
      return (Resource) FHIR.newJsonParser().parseResource(body);
    }

    String diagnostics() {
      return ((OperationOutcome) resource()).getIssueFirstRep().getDiagnostics();
    }

    List<String> ids() {
      return ((Bundle) resource())
          .getEntry().stream()
              .filter(e -> e.getSearch().getMode() == SearchEntryMode.MATCH)
              .map(e -> e.getResource().getIdPart())
              .toList();
    }
  }

  @BeforeAll
  static void fill() {
    at("2026-01-01T00:00:00Z");
    journal = new TemporaryJournal(CLOCK);
    put(
        new StoredResource(
            "Provenance",
            "v",
            "{\"resourceType\":\"Provenance\",\"id\":\"v\",\"recorded\":\"2026-01-01T10:00:00Z\","
                + "\"target\":[{\"reference\":\"Observation/a\"},{\"reference\":\"Patient/p1\"}],"
                + "\"agent\":[{\"who\":{\"reference\":\"Device/e\"}}],\"entity\":[{\"what\":"
                + "{\"reference\":\"DiagnosticReport/r-p1\"}}]}",
            List.of(new Token("target", "", "Observation/a"))),
        "2026-01-01T00:00:00Z");
    put(
        new StoredResource(
            "Provenance",
            "w",
            "{\"resourceType\":\"Provenance\",\"id\":\"w\",\"target\":[{\"reference\":"
                + "\"Observation/b\"},{\"reference\":\"Observation/c\"},{\"reference\":"
                + "\"Observation/d\"},{\"reference\":\"Observation/none\"}]}",
            List.of(
                new Token("target", "", "Observation/b"),
                new Token("target", "", "Observation/c"))),
        "2026-01-01T01:00:00Z");
    put(
        new StoredResource("Device", "e", "{\"resourceType\":\"Device\",\"id\":\"e\"}", List.of()),
        "2026-01-01T01:00:01Z");
    claim("a", "p1", "supported", "2026-01-01T10:00:00.5Z");
    claim("b", "p1", "needs_review", "2026-01-02T10:00:00Z");
    claim("c", "p2", "uncertain", "2026-02-01T00:00:00Z");
    for (int version = 1; version <= 4; version++) {
      put(
          new StoredResource(
              "Observation",
              "d",
              "{\"resourceType\":\"Observation\",\"id\":\"d\",\"meta\":{\"profile\":[\"urn:p"
                  + (version < 4 ? version : "")
                  + "\"]}}",
              List.of(
                  new Token("patient", "", "Patient/p2"),
                  new Token("data-absent-reason", "urn:dar", "error"),
                  Token.number("value-quantity", new BigDecimal("56")),
                  new Token("identifier", "", "no,system|bar"))),
          version < 4 ? "2026-02-28T23:59:5" + version + "Z" : "2026-03-01T00:00:00Z");
    }
  }

  @AfterAll
  static void close() {
    journal.close();
  }

  @BeforeEach
  void works() {
    journal.works();
    calls = journal.given(Query.class).size();
  }

  private static void put(StoredResource resource, String updated) {
    at(updated);
    journal.resources().put(List.of(resource));
  }

  private static void at(String time) {
    CLOCK.set(Duration.between(CLOCK.instant(), Instant.parse(time)));
  }

  /** What this test searched for last; {@code null} when it did not. */
  private Query last() {
    List<Query> all = journal.given(Query.class);
    return all.size() > calls ? all.get(all.size() - 1) : null;
  }

  private static void claim(String id, String patient, String label, String updated) {
    put(
        new StoredResource(
            "Observation",
            id,
            "{\"resourceType\":\"Observation\",\"id\":\""
                + id
                + "\",\"status\":\"preliminary\",\"text\":{\"status\":\"generated\"},"
                + "\"effectiveDateTime\":\""
                + updated
                + "\",\"device\":{\"reference\":\"Device/e\"},\"valueString\":\"x\"}",
            List.of(
                new Token("patient", "", "Patient/" + patient),
                new Token("patient", "", patient),
                new Token("patient:identifier", "urn:mrn", "MRN-" + patient),
                new Token("focus", "", "DiagnosticReport/r-" + patient),
                new Token("code", CODES, "claim-audit"),
                new Token("value-concept", "urn:labels", label),
                new Token("component-value-concept", "urn:decisions", "decided-" + patient),
                new Token("status", "http://hl7.org/fhir/observation-status", "preliminary"))),
        updated);
  }

  private Reply get(String path) {
    return send("GET", path, null, Map.of());
  }

  private Reply send(String method, String url, Object body, Map<String, String> headers) {
    Exchange exchange = new DefaultExchange(new DefaultCamelContext());
    String[] parts = url.split("\\?", 2);
    exchange.getMessage().setHeader(Exchange.HTTP_METHOD, method);
    exchange.getMessage().setHeader(Exchange.HTTP_PATH, "/fhir" + parts[0]);
    exchange.getMessage().setHeader(Exchange.HTTP_RAW_QUERY, parts.length > 1 ? parts[1] : null);
    headers.forEach(exchange.getMessage()::setHeader);
    exchange.getMessage().setBody(body);
    read.handle(exchange);
    return new Reply(
        exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class),
        exchange.getMessage().getBody(String.class),
        exchange.getMessage().getHeaders());
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "patient=Patient/p1 a,b",
        "patient=p1 a,b",
        "subject=p1 ''",
        "patient:Patient=p1 a,b",
        "patient=http://here/fhir/Patient/p1 a,b",
        "patient=http://elsewhere/fhir/Patient/p1 ''",
        "patient=MRN-p2 ''",
        "patient:Patient=Patient/p1 a,b",
        "patient.identifier=urn:mrn|MRN-p2 c",
        "patient.identifier=MRN-p2,MRN-p1 a,b",
        "patient:Patient.identifier=MRN-p2 c",
        "patient.identifier=p2 ''",
        "value-quantity=lt60 d",
        "value-quantity=lt56 ''",
        "value-quantity=le56 d",
        "value-quantity=56 d",
        "value-quantity=ne56 ''",
        "value-quantity=gt56 ''",
        "value-quantity=gt55.9&value-quantity=lt57 d",
        "value-quantity=lt20,ge56 d",
        "value-quantity=lt60|http://unitsofmeasure.org|{score} d",
        "patient:identifier=urn:mrn|MRN-p2 c",
        "patient:identifier=MRN-p2 c",
        "focus=DiagnosticReport/r-p1 a,b",
        "value-concept=needs_review,urn:labels|uncertain b,c",
        "value-concept=urn:labels| a,b",
        "value-concept=|uncertain ''",
        "component-value-concept=urn:decisions|decided-p2 c",
        "identifier=|no\\,system\\|bar d",
        "identifier=no,system ''",
        "data-absent-reason=error d",
        "value-concept=uncertain&patient=p1 ''",
        "value-concept=uncertain,supported&patient=p1 a",
        "_id=c,a,nope a,c",
        "_id=c,a&patient=p2 c",
        "_id=c,a&_sort=-_lastUpdated c,a",
        "_id=c,a&_lastUpdated=ge2026-01-15 c",
        "_id=c,a&_id=a a",
        "_lastUpdated=2026-01-01 a",
        "_lastUpdated=ge2026-02 c,d",
        "_lastUpdated=gt2026-02 d",
        "_lastUpdated=lt2026-01-02 a",
        "_lastUpdated=le2026-01-02 a,b",
        "_lastUpdated=gt2026-01-01T10:00:00Z&_lastUpdated=lt2026-02 b",
        "_lastUpdated=gt2026-01-01T10:00:00.4Z&_lastUpdated=lt2026-01-02 a",
        "_lastUpdated=ge2026-02-01T01:00:00+01:00 c,d",
        "_lastUpdated=ge2026-02-01T01:00:00.000%2B01:00 c,d",
        "_sort=-_lastUpdated d,c",
        "date=2026-01-01 a",
        "date=eq2026-01-01T10:00 a",
        "date=2026-01-01T10:00:00 a",
        "date=2026-01-01T10:00:01 ''",
        "date=2026&_count=3 a,b,c",
        "date=ge2026-01-02 b,c",
        "date=gt2026-01-01 b,c",
        "date=sa2026-01 c",
        "date=lt2026-01-02 a",
        "date=eb2026-02 a,b",
        "date=le2026-01-02 a,b",
        "date=ne2026-01-01 b,c",
        "date=ap2026-01-01 a",
        "date=2026-01-01,2026-02-01 a,c",
        "date=ge2026-01-02&date=lt2026-02 b",
        "date=2026-02-01T01:00:00%2B01:00 c",
        "date=2026-02-01T01:00:00+01:00 c",
        "date=ge2026-01-31T23:00:00-01:00 c",
        "patient=p1&date=gt2026-01-01 b",
        "_sort=-date c,b",
        "_sort=date d,a",
        "date=ge2026-01-02&_sort=date b,c",
        "status=preliminary&_count=1 a"
      })
  void searches(String query, String expected) {
    Reply reply =
        get("/Observation?" + query.replace("|", "%7C").replace("\\", "%5C").replace("{", "%7B"));
    assertEquals(200, reply.status(), reply.body());
    assertEquals(
        expected == null || expected.isEmpty() ? List.of() : List.of(expected.split(",")),
        reply.ids());
  }

  @Test
  void asAConsumerAsks() {
    Reply reply =
        get(
            "/Observation?patient=p1&code="
                + encode(CODES + "|claim-audit")
                + "&value-concept="
                + encode("urn:labels|needs_review,urn:labels|uncertain")
                + "&status=preliminary");
    assertEquals(List.of("b"), reply.ids());
  }

  @Test
  void pagesByLinks() {
    Bundle first = (Bundle) get("/Observation?_sort=_lastUpdated&_count=3").resource();
    assertEquals(4, first.getTotal());
    assertEquals("Observation?_sort=_lastUpdated&_count=3", self(first, "self"));
    String next = self(first, "next");
    assertTrue(next.startsWith("Observation?_sort=_lastUpdated&_count=3&_cursor="), next);
    Reply second = get("/" + next);
    assertEquals(List.of("d"), second.ids());
    assertEquals(next, self((Bundle) second.resource(), "self"));
    assertEquals(4, ((Bundle) second.resource()).getTotal(), "as it was counted once");
    assertFalse(last().total());
    assertNull(((Bundle) second.resource()).getLink("next"));
    assertEquals(BASE + "/Observation/a", first.getEntryFirstRep().getFullUrl());
  }

  private static String self(Bundle bundle, String relation) {
    return bundle.getLink(relation).getUrl().substring(BASE.length() + 1);
  }

  @Test
  void aPageIsNeverLargerThanTheCap() {
    get("/Observation?_count=99999");
    assertEquals(3, last().count());
    get("/Observation");
    assertEquals(2, last().count());
  }

  @Test
  void countsOnly() {
    for (String query : List.of("_summary=count", "_count=0")) {
      Bundle bundle = (Bundle) get("/Observation?" + query).resource();
      assertEquals(4, bundle.getTotal());
      assertEquals(0, bundle.getEntry().size());
    }
    assertFalse(((Bundle) get("/Observation?_total=none").resource()).hasTotal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour=red",
        "recorded=ge2026",
        "patient.name=x",
        "patient.identifier.x=y",
        "focus:Patient.identifier=x",
        "code.identifier=x",
        "target=Observation/a",
        "_has:Provenance:target:_id=v",
        "_security=AIAST",
        "_profile=urn:p",
        "component-code=x",
        "_include=Observation:patient",
        "_include=Provenance:*",
        "_include=Observation:has-member:Patient",
        "_include=Provenance:target",
        "_revinclude=Observation:device",
        "_elements=colour",
        "_elements=Provenance.target",
        "_sort=date,code",
        "_sort=-",
        "_offset=2",
        "_sort=code",
        "_total=some",
        "_summary=some"
      })
  void theUnknownIsRefusedOrIgnoredWithAWarning(String query) {
    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("Prefer", "handling=strict"),
            Map.of("Prefer", "return=minimal"))) {
      Reply refused = send("GET", "/Observation?patient=p1&" + query, null, headers);
      assertEquals(400, refused.status(), refused.body());
      assertTrue(
          refused.diagnostics().contains("Observation is searched by patient, patient.identifier"),
          refused.diagnostics());
      assertNull(last());
    }
    Reply lenient =
        send(
            "GET",
            "/Observation?patient=p1&" + query,
            null,
            Map.of("Prefer", "return=representation; handling=lenient"));
    assertEquals(List.of("a", "b"), lenient.ids());
    Bundle bundle = (Bundle) lenient.resource();
    assertEquals("Observation?patient=p1", self(bundle, "self"));
    OperationOutcome warning =
        (OperationOutcome) bundle.getEntry().get(bundle.getEntry().size() - 1).getResource();
    assertTrue(warning.getIssueFirstRep().getDiagnostics().endsWith("and was ignored"));
  }

  @Test
  void theSumOfAllValuesIsBounded() {
    assertEquals(200, get("/Observation?code=a,b,c&status=d,e").status());
    for (String query :
        List.of("code=a,b,c&status=d,e,f", "_id=1,2,3,4,5,6", "patient=1,2,3&code=4&focus=5,6")) {
      Reply reply = get("/Observation?" + query);
      assertEquals(400, reply.status());
      assertEquals(
          "A search has at most 5 values, this one has 6: send several searches",
          reply.diagnostics());
    }
  }

  @Test
  void moreThanMayBeAtOnceAreTurnedAwayAtOnce() throws Exception {
    CountDownLatch reading = new CountDownLatch(2);
    CountDownLatch end = new CountDownLatch(1);
    journal.before(
        () -> {
          reading.countDown();
          end.await();
        });
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<Reply> one = threads.submit(() -> get("/Observation/a"));
      Future<Reply> two = threads.submit(() -> get("/Observation/b"));
      reading.await();
      Reply refused = get("/Device");
      assertEquals(503, refused.status());
      assertEquals(200, get("/metadata").status(), "who is not logged in takes no place");
      assertEquals("30", refused.headers().get("Retry-After"));
      end.countDown();
      assertEquals(200, one.get().status());
      assertEquals(200, two.get().status());
      assertEquals(200, get("/Device").status());
    } finally {
      end.countDown();
      threads.shutdownNow();
    }
  }

  @Test
  void aReadThatIsNotDoneInTimeIsToldSo() {
    journal.fail(new SearchBusyException(SearchBusyException.Cause.TOO_SLOW));
    Reply reply = get("/Observation");
    assertEquals(503, reply.status());
    assertTrue(reply.diagnostics().contains("ask for less"), reply.diagnostics());
    assertEquals("30", reply.headers().get("Retry-After"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "patient=",
        "patient=%20",
        "patient",
        "value-concept=%7C",
        "patient:missing=true",
        "status:not=final",
        "status:in=x",
        "focus:Patient=1",
        "patient=%zz",
        "_id:missing=true",
        "_lastUpdated=yesterday",
        "_lastUpdated=ne2026",
        "date=yesterday",
        "date=2026-13",
        "date=",
        "date:missing=true",
        "date=xx2026",
        "_include:iterate=Observation:has-member",
        "_summary=true&_elements=status",
        "_lastUpdated=2026-13-01",
        "_lastUpdated=2026-01-01,2026-01-02",
        "_lastUpdated=",
        "_count=-1",
        "_count=x",
        "_cursor=x",
        "_cursor=YSB4IDEgMSA",
        "_id=../x",
        "patient=urn:mrn%7C555",
        "patient=MRN%20555",
        "patient.identifier=",
        "patient.identifier=%7C",
        "value-quantity=abc",
        "value-quantity=lt",
        "value-quantity=1e999999999",
        "value-quantity=lt60%7C%7Ccm",
        "value-quantity=ap60",
        "patient=,"
      })
  void neverWiderThanAsked(String query) {
    Reply reply = get("/Observation?" + query);
    assertEquals(400, reply.status(), reply.body());
    assertNull(last());
  }

  @Test
  void searchByForm() {
    Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    byte[] body = "patient=p1&value-concept=supported".getBytes(StandardCharsets.UTF_8);
    assertEquals(List.of("a"), send("POST", "/Observation/_search", body, form).ids());
    Map<String, Object> taken = Map.of("patient", "p1", "value-concept", List.of("supported"));
    assertEquals(List.of("a"), send("POST", "/Observation/_search", taken, form).ids());
    assertEquals(415, send("POST", "/Observation/_search", body, Map.of()).status());
  }

  @Test
  void provenanceByTarget() {
    assertEquals(List.of("v"), get("/Provenance?target=Observation/a").ids());
    assertEquals(List.of("w"), get("/Provenance?target=Observation/b").ids());
    assertEquals(List.of(), get("/Provenance?target=Observation/none").ids());
    assertEquals(List.of("v"), get("/Provenance?recorded=2026-01-01").ids());
    assertEquals(List.of("w", "v"), get("/Provenance?_sort=recorded").ids());
  }

  @Test
  void readsWithVersion() {
    Reply reply = get("/Observation/d");
    assertEquals(200, reply.status());
    assertEquals("4", reply.resource().getMeta().getVersionId());
    assertEquals(
        "2026-03-01T00:00:00Z",
        reply.resource().getMeta().getLastUpdatedElement().getValueAsString());
    assertEquals("urn:p", reply.resource().getMeta().getProfile().get(0).getValue());
    assertEquals("W/\"4\"", reply.headers().get("ETag"));
    assertEquals("Sun, 1 Mar 2026 00:00:00 GMT", reply.headers().get("Last-Modified"));
    Reply same = send("GET", "/Observation/d", null, Map.of("If-None-Match", "W/\"4\""));
    assertEquals(304, same.status());
    assertEquals("", same.body());
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/Observation/nope,404",
    "GET,/Observation/d/_history/5,404",
    "GET,/Observation/d/_history/0,404",
    "GET,/Observation/d/_history/99999999999,404",
    "GET,/Observation/nope/_history,404",
    "GET,/Observation/d/_historic,404",
    "GET,/Observation/d/_history/1/x,404",
    "GET,/Observation/d/_history?_since=2026,400",
    "GET,/Observation/_history?_since=2026,400",
    "GET,/Observation/_history?_at=2026,400",
    "GET,/Observation/_history?patient=p1,400",
    "GET,/Observation/_history?_cursor=x,400",
    "GET,/Observation/d/_history?_cursor=x,400",
    "GET,/_history,404",
    "GET,/Observation/..%2F..,404",
    "GET,/Patient/p1,404",
    "GET,/DiagnosticReport,404",
    "GET,,404",
    "DELETE,/Observation/d,405",
    "PUT,/Observation/d,405",
    "POST,/Observation,405",
    "GET,/Observation?_format=turtle,406"
  })
  void errorsAreOutcomes(String method, String path, int status) {
    Reply reply = send(method, path == null ? "" : path, null, Map.of());
    assertEquals(status, reply.status());
    assertFalse(reply.diagnostics().isEmpty());
    assertEquals("nosniff", reply.headers().get("X-Content-Type-Options"));
    assertEquals(status == 405 ? "GET, HEAD, OPTIONS" : null, reply.headers().get("Allow"));
  }

  @Test
  void theJournalIsAway() {
    journal.full();
    assertEquals(503, get("/Observation/d").status());
    journal.fail(new IllegalStateException("Canaryname"));
    Reply reply = get("/Observation/d");
    assertEquals(500, reply.status());
    assertFalse(reply.body().contains("Canaryname"));
  }

  @Test
  void xmlWhereAskedFor() {
    for (Reply reply :
        List.of(
            get("/Observation?_format=xml"),
            get("/Observation?_format=application/fhir%2Bxml"),
            send("GET", "/Observation", null, Map.of("Accept", "application/fhir+xml")))) {
      assertEquals("application/fhir+xml; charset=utf-8", reply.headers().get("Content-Type"));
      assertEquals(4, ((Bundle) FHIR.newXmlParser().parseResource(reply.body())).getTotal());
    }
    Reply browser =
        send("GET", "/Observation", null, Map.of("Accept", "text/html,application/xml;q=.9,*/*"));
    assertEquals("application/fhir+json; charset=utf-8", browser.headers().get("Content-Type"));
    assertEquals(406, send("GET", "/Observation", null, Map.of("Accept", "text/csv")).status());
  }

  @Test
  void metadataSaysWhatIsThere() {
    CapabilityStatement statement = (CapabilityStatement) get("/metadata").resource();
    assertEquals(BASE, statement.getImplementation().getUrl());
    var resources = statement.getRestFirstRep().getResource();
    assertEquals(
        List.of("DiagnosticReport", "Device", "DocumentReference", "Observation", "Provenance"),
        resources.stream().map(r -> r.getType()).toList());
    for (var resource : resources.subList(1, 5)) {
      for (var parameter : resource.getSearchParam()) {
        boolean number =
            List.of("_lastUpdated", "date", "recorded", "value-quantity")
                .contains(parameter.getName());
        String value = number ? "2026" : "x";
        Reply reply =
            send(
                "GET",
                "/" + resource.getType() + "?" + parameter.getName() + "=" + value,
                null,
                Map.of("Prefer", "handling=strict"));
        assertEquals(200, reply.status(), parameter.getName());
      }
      for (var include : resource.getSearchInclude()) {
        strictly(resource.getType() + "?_include=" + include.getValue());
      }
      for (var include : resource.getSearchRevInclude()) {
        strictly(resource.getType() + "?_revinclude=" + include.getValue());
      }
      assertEquals(
          List.of("read", "vread", "history-instance", "history-type", "search-type"),
          resource.getInteraction().stream().map(i -> i.getCode().toCode()).toList());
      String id = "/" + resource.getType() + "/nope";
      for (String path : List.of(id, id + "/_history", id + "/_history/1")) {
        assertTrue(get(path).diagnostics().startsWith("There is no such resource"), path);
      }
    }
    assertEquals(
        List.of("Observation:has-member", "Observation:derived-from", "Observation:device", "*"),
        resources.get(3).getSearchInclude().stream().map(i -> i.getValue()).toList());
    assertEquals(
        List.of("Observation:has-member", "Provenance:target", "*"),
        resources.get(3).getSearchRevInclude().stream().map(i -> i.getValue()).toList());
    assertTrue(statement.getRestFirstRep().hasInteraction());
    assertEquals(
        List.of("create", "update"),
        resources.get(0).getInteraction().stream().map(i -> i.getCode().toCode()).toList());
    var check = resources.get(0).getOperationFirstRep();
    assertEquals("check", check.getName());
    assertTrue(
        Files.exists(
            Path.of(
                "fhir-profiles/profiles/OperationDefinition-"
                    + check.getDefinition().replaceFirst(".*/", "")
                    + ".json")));
  }

  private void strictly(String search) {
    Map<String, String> strict = Map.of("Prefer", "handling=strict");
    assertEquals(200, send("GET", "/" + search, null, strict).status(), search);
  }

  private static List<String> included(Reply reply) {
    return ((Bundle) reply.resource())
        .getEntry().stream()
            .filter(e -> e.getSearch().getMode() == SearchEntryMode.INCLUDE)
            .map(e -> e.getResource().fhirType() + "/" + e.getResource().getIdPart())
            .toList();
  }

  @Test
  @Tag("safety")
  void referencesAreFollowedThereAndBack() {
    Reply both = get("/Provenance?_id=v&_include=Provenance:target&_include=Provenance:agent");
    assertEquals(List.of("v"), both.ids());
    assertEquals(
        List.of("Observation/a", "Device/e"), included(both), "neither patient nor report");
    assertEquals(1, ((Bundle) both.resource()).getTotal());
    assertEquals(
        List.of("Device/e", "Provenance/v"),
        included(
            get(
                "/Observation?_id=a&_revinclude=Provenance:target"
                    + "&_include=Observation:device:Device")));
    assertEquals(
        List.of(), included(get("/Observation?_summary=count&_include=Observation:device")));
    byte[] form = "_id=v&_include=Provenance:target".getBytes(StandardCharsets.UTF_8);
    Map<String, String> type = Map.of("Content-Type", "application/x-www-form-urlencoded");
    assertEquals(
        List.of("Observation/a"), included(send("POST", "/Provenance/_search", form, type)));
  }

  /** Never a page from which something included is missing. */
  @Test
  void aPageThatIncludesTooMuchGetsFewerMatches() {
    Reply first = get("/Provenance?_sort=_lastUpdated&_include=Provenance:target");
    assertEquals(List.of("v"), first.ids());
    assertEquals(List.of("Observation/a"), included(first));
    Reply second = get("/" + self((Bundle) first.resource(), "next"));
    assertEquals(400, second.status());
    assertTrue(second.diagnostics().contains("one match alone adds more than 2"), second.body());
  }

  @Test
  void partsOfResources() {
    Observation brief = observation(get("/Observation/a?_summary=true"));
    assertTrue(brief.hasStatus() && brief.hasEffective() && brief.hasValue());
    assertFalse(brief.hasText() || brief.hasDevice());
    Observation text = observation(get("/Observation/a?_summary=text"));
    assertTrue(text.hasText() && text.hasStatus());
    assertFalse(text.hasValue());
    Observation data = observation(get("/Observation/a?_summary=data"));
    assertTrue(data.hasValue() && data.hasDevice());
    assertFalse(data.hasText());
    Observation elements = observation(get("/Observation/a?_elements=value,%20Observation.device"));
    assertTrue(elements.hasValue() && elements.hasDevice() && elements.hasStatus());
    assertFalse(elements.hasText() || elements.hasEffective());
    for (Observation part : List.of(brief, text, data, elements)) {
      assertEquals("SUBSETTED", part.getMeta().getTagFirstRep().getCode());
      assertEquals("1", part.getMeta().getVersionId());
      assertEquals("a", part.getIdPart());
    }
    Bundle found =
        (Bundle) get("/Observation?_id=a&_elements=value&_include=Observation:device").resource();
    assertFalse(((Observation) found.getEntryFirstRep().getResource()).hasDevice());
    assertFalse(found.getEntry().get(1).getResource().getMeta().hasTag(), "is whole");
    assertFalse(observation(get("/Observation/a?_summary=false")).getMeta().hasTag());
    assertEquals(400, get("/Observation/a?_elements=colour").status());
  }

  private static Observation observation(Reply reply) {
    return (Observation) reply.resource();
  }

  @Test
  void everyVersionCanBeRead() {
    Reply third = get("/Observation/d/_history/3");
    assertEquals("W/\"3\"", third.headers().get("ETag"));
    assertEquals("urn:p3", third.resource().getMeta().getProfile().get(0).getValue());
    Bundle history = (Bundle) get("/Observation/d/_history?_count=3").resource();
    assertEquals(
        List.of("4", "3", "2"),
        history.getEntry().stream().map(e -> e.getResource().getMeta().getVersionId()).toList());
    assertEquals("W/\"4\"", history.getEntryFirstRep().getResponse().getEtag());
    assertEquals(BASE + "/Observation/d", history.getEntryFirstRep().getFullUrl());
    Bundle rest = (Bundle) get("/" + self(history, "next")).resource();
    assertEquals("1", rest.getEntryFirstRep().getResource().getMeta().getVersionId());
    assertEquals("201", rest.getEntryFirstRep().getResponse().getStatus());
    assertNull(rest.getLink("next"));
  }

  private static List<String> versions(Bundle history) {
    return history.getEntry().stream()
        .map(e -> e.getResource().getIdPart() + e.getResource().getMeta().getVersionId())
        .toList();
  }

  private Bundle bundle(String path) {
    return (Bundle) get(path).resource();
  }

  /** Page by page, each version once, the newest first. */
  @Test
  void theHistoryOfATypeHasEveryVersion() {
    List<String> whole = allPages("/Observation/_history", 3);
    assertTrue(whole.containsAll(List.of("d4", "d3", "d2", "d1", "a1", "b1")), whole.toString());
    assertTrue(whole.indexOf("d4") < whole.indexOf("d1"));
    assertEquals(whole.size(), Set.copyOf(whole).size());
    assertEquals(whole, allPages("/Observation/_history", 1));
    Bundle page = bundle("/Observation/_history");
    assertEquals("history", page.getType().toCode());
    assertEquals(
        BASE + "/Observation/" + page.getEntryFirstRep().getResource().getIdPart(),
        page.getEntryFirstRep().getFullUrl());
  }

  private List<String> allPages(String history, int count) {
    Bundle page = bundle(history + "?_count=" + count);
    List<String> all = new ArrayList<>(versions(page));
    while (page.getLink("next") != null) {
      assertEquals(count, page.getEntry().size());
      page = bundle("/" + self(page, "next"));
      all.addAll(versions(page));
    }
    return all;
  }

  @Test
  void aHistorySinceATime() {
    String changed = "2026-03-01T00:00:00Z";
    assertEquals(List.of("d4"), versions(bundle("/Observation/d/_history?_since=" + changed)));
    assertEquals(
        List.of(),
        versions(bundle("/Observation/d/_history?_since=2026-03-01T00:00:00.001Z")),
        "there is such a resource");
    List<String> since = versions(bundle("/Observation/_history?_since=" + changed));
    assertTrue(since.contains("d4") && !since.contains("d1"), since.toString());
  }

  @Test
  void aLenientHistorySaysInItsSelfLinkWhatItApplied() {
    Map<String, String> lenient = Map.of("Prefer", "handling=lenient");
    Reply reply = send("GET", "/Observation/_history?_at=2026&_count=1", null, lenient);
    assertEquals(200, reply.status());
    assertEquals("Observation/_history?_count=1", self((Bundle) reply.resource(), "self"));
    Map<String, String> strict = Map.of("Prefer", "handling=strict");
    assertEquals(400, send("GET", "/Observation/_history?_at=2026", null, strict).status());
    assertEquals(
        400, send("GET", "/Observation/_history?_since=yesterday", null, lenient).status());
  }

  @Test
  void aStarIncludesAllThatIsListed() {
    assertEquals(
        List.of("Observation/a", "Device/e"), included(get("/Provenance?_id=v&_include=*")));
    assertEquals(
        included(get("/Provenance?_id=v&_include=*")),
        included(get("/Provenance?_id=v&_include=Provenance:*")));
    assertEquals(
        List.of("Provenance/v"), included(get("/Observation?_id=a&_revinclude=Provenance:*")));
    assertEquals(400, get("/Device?_include=*").status());
    for (String modifier : List.of("iterate", "recurse")) {
      Reply reply = get("/Provenance?_include:" + modifier + "=Observation:device");
      assertEquals(400, reply.status());
      assertTrue(reply.diagnostics().contains("not followed further"), reply.diagnostics());
    }
  }

  @Test
  void pagesByDateStayInTheirOrder() {
    Bundle first = (Bundle) get("/Observation?_sort=-date&_count=1").resource();
    Reply second = get("/" + self(first, "next"));
    assertEquals(List.of("b"), second.ids());
    Reply third = get("/" + self((Bundle) second.resource(), "next"));
    assertEquals(List.of("a"), third.ids());
    Reply last = get("/" + self((Bundle) third.resource(), "next"));
    assertEquals(List.of("d"), last.ids(), "has no date");
    assertNull(((Bundle) last.resource()).getLink("next"));
  }

  @Test
  void optionsSayWhatAPathTakes() {
    for (String path : List.of("/Observation", "/Observation/a", "/metadata")) {
      Reply reply = send("OPTIONS", path, null, Map.of());
      assertEquals(200, reply.status());
      assertEquals("GET, HEAD, OPTIONS", reply.headers().get("Allow"));
      assertTrue(reply.resource() instanceof CapabilityStatement);
    }
    assertEquals("POST, OPTIONS", send("OPTIONS", "", null, Map.of()).headers().get("Allow"));
    assertEquals(
        "GET, HEAD, POST, OPTIONS",
        send("OPTIONS", "/Observation/_search", null, Map.of()).headers().get("Allow"));
  }

  @Test
  void noValueOfTheRequestIsInAnError() {
    Reply reply = get("/Observation?patient:Canaryname=%3Cscript%3E");
    assertEquals(400, reply.status());
    assertFalse(reply.body().contains("Canaryname") || reply.body().contains("script"));
  }
}
