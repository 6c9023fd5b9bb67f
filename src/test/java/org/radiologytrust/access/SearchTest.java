package org.radiologytrust.access;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.api.SummaryEnum;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.interceptor.BasicAuthInterceptor;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.SearchEntryMode;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;
import org.radiologytrust.app.App;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.results.StoredResource.Token;
import org.radiologytrust.launch.Product;

/**
 * Who asks {@code /fhir} gets what was asked for: no other patient, no row less, and no hold-up.
 */
@Tag("safety")
@Tag("integration")
@Tag("rounds")
class SearchTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final Duration LONG = Duration.ofSeconds(120);
  private static final String CODE = Product.CODES + "rtl-observation|";
  private static final String LABEL = Product.CODES + "rtl-claim-label|";
  private static final String MRN = "urn:oid:1.2.3.98|";

  @TempDir Path folder;
  private App app;
  private Product product;
  private String base;

  @BeforeEach
  void start() {
    app = Product.app(folder.resolve("home"), Map.of(), Map.of());
    product = new Product(app.mllpPort(), app.httpPort(), app.managementPort(), app);
    base = "http://127.0.0.1:" + app.httpPort();
  }

  @AfterEach
  void stop() throws Exception {
    product.close();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private Bundle bundle(String path) throws Exception {
    HttpResponse<String> response = product.get(path);
    assertEquals(200, response.statusCode(), response::body);
    return FHIR.newJsonParser().parseResource(Bundle.class, response.body());
  }

  /** What a page and all behind it have. */
  private List<String> rest(Bundle first) throws Exception {
    List<String> ids = new ArrayList<>(ids(first));
    for (Bundle page = first; page.getLink("next") != null; ) {
      page = bundle(page.getLink("next").getUrl().substring(base.length()));
      ids.addAll(ids(page));
    }
    return ids;
  }

  private static List<String> ids(Bundle bundle) {
    return bundle.getEntry().stream().map(e -> e.getResource().getIdPart()).toList();
  }

  private List<String> found(String query) throws Exception {
    return rest(bundle("/fhir/Observation?" + query));
  }

  /** A report of Patient/555, and another of the person whose record number is 555. */
  private void sendTwoPatients() throws Exception {
    String report =
        "{\"resourceType\":\"DiagnosticReport\",\"id\":\"555\",\"status\":\"final\","
            + "\"identifier\":[{\"value\":\"R-1\"}],\"category\":[{\"coding\":[{\"system\":"
            + "\"http://terminology.hl7.org/CodeSystem/v2-0074\",\"code\":\"RAD\"}]}],"
            + "\"subject\":{\"reference\":\"Patient/555\"},"
            + "\"conclusion\":\"No pneumothorax. Small left effusion.\"}";
    HttpResponse<String> answer =
        product.post(
            "/fhir/DiagnosticReport",
            "application/fhir+json",
            report.getBytes(StandardCharsets.UTF_8));
    assertEquals(201, answer.statusCode(), answer::body);
    String ack =
        product.mllp(
            "MSH|^~\\&|RIS|HOSP|RTL|HOSP|20260102030405||ORU^R01^ORU_R01|M1|P|2.5\r"
                + "PID|1||555^^^&1.2.3.98&ISO^MR||Roe^Jane\r"
                + "OBR|1||555^RIS|71046^Chest^C4|||202601020304|||||||||||||||||RAD|F\r"
                + "OBX|1|TX|GDT^Report||IMPRESSION: Small right effusion.||||||F\r");
    assertTrue(ack.contains("MSA|AA|"), ack);
    await().atMost(LONG).until(() -> product.summaries().size() == 2);
  }

  @Test
  void anIdOfAPatientNeverFindsWhoHasItAsARecordNumber() throws Exception {
    sendTwoPatients();
    Observation byFhir = only("patient=555");
    assertEquals("Patient/555", byFhir.getSubject().getReference());
    Observation byHl7 = only("patient.identifier=" + encode(MRN + "555"));
    assertEquals("555", byHl7.getSubject().getIdentifier().getValue());
    for (String same :
        List.of(
            "patient=Patient/555",
            "subject=555",
            "patient:Patient=555",
            "patient=" + encode(base + "/fhir/Patient/555"),
            "_id=" + byFhir.getIdPart() + "," + byHl7.getIdPart() + "&patient=555",
            "focus=DiagnosticReport/555",
            "focus=555")) {
      assertEquals(byFhir.getIdPart(), only(same).getIdPart(), same);
    }
    for (String same :
        List.of(
            "patient:identifier=555",
            "subject.identifier=555",
            "subject:identifier=555",
            "subject:Patient.identifier=555",
            "focus.identifier=555",
            "focus:identifier=555")) {
      assertEquals(byHl7.getIdPart(), only(same).getIdPart(), same);
    }
    for (String nobody :
        List.of(
            "patient=" + encode("https://ehr.example/fhir/Patient/555"),
            "patient=Observation/555",
            "patient.identifier=" + encode("urn:oid:1.2.3|555"))) {
      assertEquals(List.of(), found(nobody), nobody);
    }
  }

  private Observation only(String query) throws Exception {
    List<Observation> found =
        product.observations("code=" + encode(CODE + "report-audit") + "&" + query);
    assertEquals(1, found.size(), query);
    return found.get(0);
  }

  @Test
  void anUnknownParameterIsRefusedAndNamesTheKnownOnes() throws Exception {
    sendTwoPatients();
    for (String unknown :
        List.of("colour=red", "patient.name=x", "_has:Provenance:target:_id=1", "_profile=x")) {
      HttpResponse<String> answer = product.get("/fhir/Observation?" + unknown);
      assertEquals(400, answer.statusCode(), unknown);
      String said =
          FHIR.newJsonParser()
              .parseResource(OperationOutcome.class, answer.body())
              .getIssueFirstRep()
              .getDiagnostics();
      assertTrue(said.contains("patient.identifier"), said);
    }
  }

  /** FHIR.md: "How a consumer asks". */
  @Test
  void asConsumersAsk() throws Exception {
    put(
        new StoredResource(
            "Observation",
            "low",
            "{\"resourceType\":\"Observation\",\"id\":\"low\"}",
            List.of(Token.number("value-quantity", new BigDecimal("8")))),
        new StoredResource(
            "Observation",
            "high",
            "{\"resourceType\":\"Observation\",\"id\":\"high\"}",
            List.of(Token.number("value-quantity", new BigDecimal("60")))));
    assertEquals(List.of("low"), found("value-quantity=lt60"));
    assertEquals(List.of("high", "low"), found("value-quantity=le60"));
    assertEquals(List.of("high"), found("value-quantity=gt8"));
    assertEquals(List.of("high"), found("value-quantity=60"));
    sendTwoPatients();
    Set<String> flagged =
        Set.copyOf(
            found(
                "code="
                    + encode(CODE + "claim-audit")
                    + "&value-concept="
                    + encode(LABEL + "needs_review," + LABEL + "uncertain")
                    + "&status=preliminary"));
    Set<String> absent =
        Set.copyOf(
            found("code=claim-audit&data-absent-reason=not-performed,unknown&status=preliminary"));
    Set<String> claims = Set.copyOf(found("code=" + encode(CODE) + "claim-audit"));
    Set<String> both = new HashSet<>(flagged);
    both.addAll(absent);
    both.addAll(found("code=claim-audit&value-concept=supported"));
    assertEquals(claims, both, "each claim has a label, or a reason why it has none");
    assertEquals(List.of(), found("code=report-audit&data-absent-reason=error"));
    List<String> up = found("_lastUpdated=ge2026-01-01&_sort=_lastUpdated");
    List<String> down = new ArrayList<>(found("_lastUpdated=ge2026-01-01&_sort=-_lastUpdated"));
    Collections.reverse(down);
    assertEquals(up, down);
    assertEquals(
        List.of(), found("_lastUpdated=lt2026-01-01&_sort=_lastUpdated&_total=none&_pretty=true"));
  }

  /** With the client that many EHRs are built on; it reads the metadata first, without a login. */
  @Test
  void asAChartAsks() throws Exception {
    sendTwoPatients();
    IGenericClient client = FHIR.newRestfulGenericClient(base + "/fhir");
    client.registerInterceptor(new BasicAuthInterceptor("operator", Product.PASSWORD));
    Bundle newest =
        client
            .search()
            .forResource(Observation.class)
            .where(Observation.CODE.exactly().code("report-audit"))
            .and(Observation.DATE.afterOrEquals().day("2026-01-01"))
            .and(Observation.DATE.before().day("2999-01-01"))
            .include(Observation.INCLUDE_HAS_MEMBER)
            .include(Observation.INCLUDE_DEVICE)
            .revInclude(Provenance.INCLUDE_TARGET)
            .sort()
            .descending(Observation.DATE)
            .count(1)
            .returnBundle(Bundle.class)
            .execute();
    Observation summary = (Observation) newest.getEntryFirstRep().getResource();
    Bundle older = client.loadPage().next(newest).execute();
    Observation other = (Observation) older.getEntryFirstRep().getResource();
    assertTrue(
        summary
            .getEffectiveDateTimeType()
            .getValue()
            .after(other.getEffectiveDateTimeType().getValue()));
    assertNull(older.getLink("next"));
    Map<String, Resource> included = new HashMap<>();
    newest.getEntry().stream()
        .filter(entry -> entry.getSearch().getMode() == SearchEntryMode.INCLUDE)
        .forEach(
            entry ->
                included.put(
                    entry.getResource().getIdElement().toUnqualifiedVersionless().getValue(),
                    entry.getResource()));
    assertEquals(2, newest.getTotal(), "of the matches alone");
    Set<String> members =
        summary.getHasMember().stream().map(r -> r.getReference()).collect(Collectors.toSet());
    assertFalse(members.isEmpty());
    assertTrue(included.keySet().containsAll(members));
    assertTrue(included.containsKey(summary.getDevice().getReference()));
    assertEquals(
        Set.of("Observation", "Device", "Provenance"),
        included.values().stream().map(Resource::fhirType).collect(Collectors.toSet()),
        "never the patient or the report");

    Observation brief =
        client
            .read()
            .resource(Observation.class)
            .withId(summary.getIdElement().getIdPart())
            .summaryMode(SummaryEnum.TRUE)
            .execute();
    assertFalse(brief.hasText());
    assertTrue(brief.hasSubject());
    assertEquals("SUBSETTED", brief.getMeta().getTagFirstRep().getCode());
    Bundle some =
        client
            .search()
            .forResource(Observation.class)
            .where(Observation.RES_ID.exactly().code(summary.getIdElement().getIdPart()))
            .elementsSubset("effective")
            .returnBundle(Bundle.class)
            .execute();
    Observation elements = (Observation) some.getEntryFirstRep().getResource();
    assertTrue(elements.hasEffective() && elements.hasStatus() && elements.hasCode());
    assertFalse(elements.hasSubject() || elements.hasComponent());

    assertEquals(
        summary.getStatus(),
        client
            .read()
            .resource(Observation.class)
            .withIdAndVersion(summary.getIdElement().getIdPart(), "1")
            .execute()
            .getStatus());
    Bundle history =
        client
            .history()
            .onInstance(summary.getIdElement().toUnqualifiedVersionless())
            .returnBundle(Bundle.class)
            .execute();
    assertEquals(Bundle.BundleType.HISTORY, history.getType());
    assertEquals("1", history.getEntryFirstRep().getResource().getMeta().getVersionId());
  }

  private void put(StoredResource... resources) {
    app.journal().resources().put(List.of(resources));
  }

  private static StoredResource claim(String id, String text) {
    return new StoredResource(
        "Observation",
        id,
        "{\"resourceType\":\"Observation\",\"id\":\"" + id + "\",\"valueString\":\"" + text + "\"}",
        List.of(new Token("code", CODE, "claim-audit")));
  }

  @Test
  void noPageLosesWhatIsCorrectedMeanwhile() throws Exception {
    Set<String> all =
        IntStream.range(0, 12).mapToObj(i -> "c" + (i * 7 % 12)).collect(Collectors.toSet());
    all.forEach(id -> put(claim(id, "first")));
    for (String sort : List.of("_lastUpdated", "-_lastUpdated")) {
      Bundle first = bundle("/fhir/Observation?code=claim-audit&_count=5&_sort=" + sort);
      int total = first.getTotal();
      for (String id : ids(first)) {
        put(claim(id, "corrected before the page after " + sort));
      }
      put(claim("c0", "corrected " + sort), claim("new", "came in " + sort));
      List<String> read = rest(first);
      Set<String> expected = new HashSet<>(all);
      expected.add("new");
      assertEquals(expected, Set.copyOf(read), sort);
      for (String id : ids(first)) {
        assertEquals(2, Collections.frequency(read, id), "once more as it is now");
      }
      assertEquals(
          total, bundle(first.getLink("next").getUrl().substring(base.length())).getTotal());
    }
  }

  /** The last pages took fifty times as long when each page passed over those before it. */
  @Test
  void aLargeJournalIsReadBackPageByPage() throws Exception {
    int audits = Rounds.of(10_000, 26_000);
    for (int from = 0; from < audits; from += 1000) {
      List<StoredResource> some =
          IntStream.range(from, from + 1000).mapToObj(i -> claim("a" + i, "x")).toList();
      app.journal().resources().put(some);
    }
    List<Long> times = new ArrayList<>();
    List<String> read = new ArrayList<>();
    String next = "/fhir/Observation?code=claim-audit&_count=500&_sort=_lastUpdated";
    while (!next.isEmpty()) {
      long start = System.nanoTime();
      Bundle page = bundle(next);
      times.add(System.nanoTime() - start);
      read.addAll(ids(page));
      next =
          page.getLink("next") == null
              ? ""
              : page.getLink("next").getUrl().substring(base.length());
    }
    assertEquals(audits, read.size());
    assertEquals(audits, Set.copyOf(read).size());
    long first = middle(times.subList(0, 9));
    long last = middle(times.subList(times.size() - 9, times.size()));
    assertTrue(last < 10 * first, () -> "the first pages took " + first + ", the last " + last);
  }

  private static long middle(List<Long> times) {
    return times.stream().sorted().skip(times.size() / 2).findFirst().orElseThrow();
  }

  @Test
  void searchesWithManyValuesHoldUpNeitherOthersNorHealth() throws Exception {
    StringBuilder bomb = new StringBuilder();
    for (int i = 0; i < 99; i++) {
      bomb.append(i == 0 ? "" : "&").append("code=");
      for (int j = 0; j < 200; j++) {
        bomb.append(j == 0 ? "" : ",").append("urn:s").append(j).append("%7Cc").append(i + j);
      }
    }
    List<Callable<Integer>> bombs = Collections.nCopies(6, () -> search(bomb.toString()));
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<Integer>> sent = bombs.stream().map(threads::submit).toList();
      for (String path : List.of("/observe/health/ready", "/observe/metrics")) {
        assertEquals(200, product.anonymous(app.managementPort(), path).statusCode(), path);
      }
      for (Future<Integer> answer : sent) {
        assertEquals(400, answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
    // as many as may be
    String most =
        IntStream.range(0, 500)
            .mapToObj(i -> "urn:s%7Cc" + i)
            .collect(Collectors.joining(",", "code=", ""));
    assertEquals(200, search(most));
    String spread =
        IntStream.range(0, 99)
            .mapToObj(i -> "code=a" + i + ",b,c,d,e")
            .collect(Collectors.joining("&"));
    assertEquals(200, search(spread));
  }

  private int search(String form) throws Exception {
    HttpResponse<String> answer =
        product.post(
            "/fhir/Observation/_search",
            "application/x-www-form-urlencoded",
            form.getBytes(StandardCharsets.UTF_8));
    return answer.statusCode();
  }

  @Test
  void aNextLinkOfALongSearchWorks() throws Exception {
    put(claim("one", "x"), claim("two", "x"));
    String values =
        IntStream.range(0, 499)
            .mapToObj(i -> "urn:oid:1.2.276.0.76.3.1.1234567890|claim-audit-" + i)
            .collect(Collectors.joining(",", "claim-audit,", ""));
    HttpResponse<String> answer =
        product.post(
            "/fhir/Observation/_search",
            "application/x-www-form-urlencoded",
            ("_count=1&code=" + encode(values)).getBytes(StandardCharsets.UTF_8));
    Bundle first = FHIR.newJsonParser().parseResource(Bundle.class, answer.body());
    assertEquals(List.of("one", "two"), rest(first));
  }

  @Test
  void newestOfNothingHasNoNextPage() throws Exception {
    assertNull(bundle("/fhir/Observation?_sort=-_lastUpdated").getLink("next"));
    assertFalse(bundle("/fhir/Observation?_summary=count").hasEntry());
  }
}
