package org.radiologytrust.presign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.logins.Access;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.pipeline.step.RuleClaims;
import org.radiologytrust.score.Scorer;
import org.radiologytrust.settings.Settings;
import org.radiologytrust.settings.Site;
import org.radiologytrust.text.sections.Segmenter;

/** The contract of Dragon Copilot: what is asked, what is answered, and what is refused. */
@Tag("safety")
class DragonDoorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final SiteFiles FILES = SiteFiles.shipped();
  private static final Settings SETTINGS = Settings.load(null, Map.of(), Map.of());
  private static final Contract OWN = own();
  private static final RuleClaims RULES = new RuleClaims(FILES);
  private static final Checks CHECKS = new Checks(FILES);
  private static final DraftReader READER = new DraftReader(FILES, Segmenter.of(FILES));
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-05-01T12:00:00Z"), ZoneOffset.UTC);
  private static final String KNEE =
      "FINDINGS: There is a large effusion of the left knee.\n"
          + "IMPRESSION: Large effusion of the right knee.";

  private final List<Access> accesses = new ArrayList<>();
  private final DragonDoor door =
      door(new DraftDesk.Limits(2, 2, Duration.ofSeconds(5), 100_000, false));

  private static Contract own() {
    try {
      return Contract.own("process.yaml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DragonDoor door(DraftDesk.Limits limits) {
    return new DragonDoor(
        new DraftDesk(
            new Drafts(
                READER, CHECKS, audit -> new Scorer().score(RULES.claims(audit)), CLOCK, "test"),
            EarlierLookup.NONE,
            limits,
            Traces.of(accesses::add),
            CLOCK,
            new SimpleMeterRegistry()),
        DragonSettings.of(SETTINGS),
        Site.of(SETTINGS),
        FILES,
        CLOCK);
  }

  private static ObjectNode request(String text) {
    ObjectNode request = JSON.createObjectNode();
    request.putObject("sessionData").put("correlation_id", "c").put("environment_id", "e");
    request.putObject("report").put("reportText", text);
    return request;
  }

  private record Reply(int status, JsonNode body, String json) {
    JsonNode recommendations() {
      return body.at("/payload/qualityCheckResult/recommendations");
    }
  }

  private Reply ask(byte[] body, Map<String, String> headers) throws Exception {
    return ask(door, body, headers);
  }

  private static Reply ask(DragonDoor door, byte[] body, Map<String, String> headers)
      throws Exception {
    try (DefaultCamelContext camel = new DefaultCamelContext()) {
      Exchange exchange = new DefaultExchange(camel);
      exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/json");
      headers.forEach(exchange.getMessage()::setHeader);
      exchange.getMessage().setBody(body);
      door.handle(exchange);
      String json =
          new String(exchange.getMessage().getBody(byte[].class), StandardCharsets.US_ASCII);
      int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
      OWN.holds(status == 200 ? "ProcessResponse" : "Failure", json);
      return new Reply(status, JSON.readTree(json), json);
    }
  }

  private Reply ask(ObjectNode request) throws Exception {
    return ask(request.toString().getBytes(StandardCharsets.UTF_8), Map.of());
  }

  @Test
  void theSchemaOfTheContractCanFail() throws Exception {
    assertFalse(Contract.published().problems("ProcessRequest", "{}").isEmpty());
    assertFalse(
        Contract.published()
            .problems("QualityCheckResult", "{\"recommendations\":[{\"reason\":1}]}")
            .isEmpty());
    Contract.published()
        .holds(
            "ProcessResponse",
            new String(
                Contract.resource("qualitycheck-response.json").readAllBytes(),
                StandardCharsets.UTF_8));
  }

  @Test
  void aContradictionIsRecommendedWithBothPlaces() throws Exception {
    ObjectNode request = request(KNEE);
    Contract.published().holds("ProcessRequest", request.toString());
    Reply reply = ask(request);
    assertEquals(200, reply.status());
    Contract.published().holds("ProcessResponse", reply.json());
    JsonNode one = reply.recommendations().get(0);
    assertEquals("side-findings-impression", one.at("/additionalInfo/check").asText());
    assertEquals("Clinical", one.get("qualityCheckType").asText());
    assertEquals(70, one.get("severityScorePercent").asInt());
    assertTrue(one.get("reason").asText().contains("right knee"), one.get("reason").asText());
    assertTrue(one.get("reason").asText().contains("left knee"), one.get("reason").asText());
    List<String> places = new ArrayList<>();
    one.get("provenance")
        .forEach(
            place ->
                places.add(
                    KNEE.substring(
                        place.get("startPosition").asInt(), place.get("endPosition").asInt())));
    assertTrue(places.stream().anyMatch(p -> p.contains("right")), places.toString());
    assertTrue(places.stream().anyMatch(p -> p.contains("left")), places.toString());
    assertTrue(one.at("/additionalInfo/notMade").asText().contains("side-order"));
  }

  @Test
  void aReportWithoutAProblemHasAnEmptyList() throws Exception {
    Reply reply =
        ask(
            request(
                "FINDINGS: The lungs are clear. No pleural effusion.\n"
                    + "IMPRESSION: No acute disease."));
    assertEquals(200, reply.status());
    assertTrue(reply.recommendations().isArray());
    assertEquals(0, reply.recommendations().size());
    assertTrue(reply.body().get("success").asBoolean());
  }

  @Test
  void patientAndHeadersAreComparedWithTheReport() throws Exception {
    ObjectNode request = request("HISTORY: 45-year-old man.\nIMPRESSION: Left knee effusion.");
    request
        .putObject("patientInformation")
        .put("dateOfBirth", "1990-01-15")
        .put("biologicalSex", "Female");
    Reply reply =
        ask(
            request.toString().getBytes(StandardCharsets.UTF_8),
            Map.of("x-dre-procedure", "XR KNEE RIGHT"));
    List<String> checks = reply.recommendations().findValuesAsText("check");
    assertTrue(checks.containsAll(List.of("age", "sex-word", "side-order")), checks.toString());
  }

  /** Every way in which a text as sent differs from the text that is read. */
  static Stream<String> sentTexts() {
    return Stream.of(
        KNEE,
        KNEE.replace("\n", "\r\n"),
        KNEE.replace("\n", "\r"),
        KNEE.replace(" ", "\t"),
        KNEE.replace("effusion", "effu\u00adsion"),
        "Ångström ÄÖÜ: é\n" + KNEE,
        "\ud83e\uddb4 \ud83d\ude00\n" + KNEE,
        KNEE.replace("\n", "   \n\n\n\n\n"),
        "\ufeff" + KNEE,
        KNEE.replace(" knee", "\u00a0knee"));
  }

  @ParameterizedTest
  @MethodSource("sentTexts")
  void placesAreThoseOfTheTextAsItWasSent(String text) throws Exception {
    Reply reply = ask(request(text));
    Contract.published().holds("ProcessResponse", reply.json());
    JsonNode found = null;
    for (JsonNode one : reply.recommendations()) {
      for (JsonNode place : one.get("provenance")) {
        assertEquals(
            text.substring(place.get("startPosition").asInt(), place.get("endPosition").asInt()),
            place.get("text").asText());
      }
      if (one.at("/additionalInfo/check").asText().equals("side-findings-impression")) {
        found = one;
      }
    }
    assertNotEquals(null, found, reply.json());
  }

  @Test
  void halfOfASurrogatePairComesBackAsItWasSent() throws Exception {
    ObjectNode request = request("");
    String text = KNEE.replace("large effusion", "large \ud800 effusion");
    String body =
        request
            .toString()
            .replace("\"\"", JSON.writeValueAsString(KNEE))
            .replace("large effusion", "large \\ud800 effusion");
    Reply reply = ask(body.getBytes(StandardCharsets.UTF_8), Map.of());
    assertEquals(200, reply.status(), reply.json());
    for (JsonNode place : reply.recommendations().findValues("provenance").get(0)) {
      assertEquals(
          text.substring(place.get("startPosition").asInt(), place.get("endPosition").asInt()),
          place.get("text").asText());
    }
  }

  @Test
  void theSameRequestGetsTheSameAnswer() throws Exception {
    ObjectNode request = request(KNEE);
    Map<String, String> headers = Map.of("x-ms-request-id", "4711");
    byte[] body = request.toString().getBytes(StandardCharsets.UTF_8);
    assertEquals(ask(body, headers).json(), ask(body, headers).json());
    assertEquals(2, accesses.size(), "each is computed");
  }

  @Test
  void aReportInAnotherLanguageIsNotCalledFine() throws Exception {
    Reply reply =
        ask(
            request(
                "Befund: Kein Pleuraerguss. Die Lunge ist beidseits frei und ohne Infiltrate. Das"
                    + " Herz ist nicht vergrößert.\nBeurteilung: Kein Nachweis einer Pneumonie, kein"
                    + " Erguss, unauffälliger Befund der Lunge und des Herzens."));
    assertEquals(1, reply.recommendations().size(), reply.json());
    assertEquals(
        "This report was not checked.", reply.recommendations().get(0).get("description").asText());
  }

  static Stream<byte[]> badBodies() {
    String good = request(KNEE).toString();
    return Stream.of(
            "",
            "{",
            "[]",
            "null",
            "\"text\"",
            good + "x",
            good.replace("\"sessionData\"", "\"session\""),
            good.replace("{\"correlation_id\":\"c\",\"environment_id\":\"e\"}", "7"),
            good.replace("\"c\"", "7"),
            good.replace("\"report\"", "\"reports\""),
            good.replace("{\"reportText\"", "{\"text\""),
            request("").toString(),
            request("  \r\n\t").toString(),
            request("x".repeat(5_000_000)).toString(),
            good.replace("\"report\":", "\"sessionData\":{},\"report\":"),
            good.replace("\"report\":", "\"patientInformation\":[],\"report\":"),
            good.replace(
                "\"report\":", "\"patientInformation\":{\"dateOfBirth\":1990},\"report\":"),
            good.replace(
                "\"report\":", "\"patientInformation\":{\"dateOfBirth\":\"15.1.90\"},\"report\":"),
            good.replace(
                "\"report\":", "\"patientInformation\":{\"biologicalSex\":\"M\"},\"report\":"),
            good.replaceAll("\"reportText\":\".*\"", "\"reportText\":[1]"))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void whatBreaksTheContractIsRefusedInItsForm(byte[] body) throws Exception {
    assertRefused(ask(body, Map.of()));
  }

  @Test
  void bytesThatAreNotUtf8AreRefused() throws Exception {
    byte[] body = request("aXb " + KNEE).toString().getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < body.length; i++) {
      if (body[i] == 'X') {
        body[i] = (byte) 0xfc;
      }
    }
    assertRefused(ask(body, Map.of()));
    assertRefused(ask(request(KNEE).toString().getBytes(StandardCharsets.UTF_16LE), Map.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "text/plain", "application/xml", "application/fhir+json"})
  void anotherContentTypeIsRefused(String type) throws Exception {
    assertRefused(
        ask(
            request(KNEE).toString().getBytes(StandardCharsets.UTF_8),
            Map.of(Exchange.CONTENT_TYPE, type)));
  }

  private static void assertRefused(Reply reply) {
    assertEquals(400, reply.status(), reply.json());
    assertEquals(Set.of("success", "error"), Set.copyOf(names(reply.body())));
    assertFalse(reply.body().get("success").asBoolean());
    assertFalse(reply.body().get("error").asText().contains("knee"), reply.json());
  }

  private static List<String> names(JsonNode body) {
    List<String> names = new ArrayList<>();
    body.fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void whoHadItCheckedIsRecordedWithoutAWord() throws Exception {
    ask(request(KNEE));
    Access access = accesses.get(0);
    assertEquals("check", access.kind());
    assertEquals("dragon", access.type());
    assertTrue(access.parameters().contains("characters=" + KNEE.length()));
    assertTrue(access.parameters().contains("side-findings-impression=1"));
    assertFalse(access.toString().contains("knee"));
  }

  @Test
  void nothingIsAnsweredIfTheAccessLogCannotBeWritten() throws Exception {
    DragonDoor closed =
        new DragonDoor(
            new DraftDesk(
                new Drafts(
                    READER,
                    CHECKS,
                    audit -> new Scorer().score(RULES.claims(audit)),
                    CLOCK,
                    "test"),
                EarlierLookup.NONE,
                new DraftDesk.Limits(1, 0, Duration.ZERO, 1000, false),
                Traces.of(
                    access -> {
                      throw new JournalException("full", null);
                    }),
                CLOCK,
                new SimpleMeterRegistry()),
            DragonSettings.of(SETTINGS),
            Site.of(SETTINGS),
            FILES,
            CLOCK);
    Reply reply = ask(closed, request(KNEE).toString().getBytes(StandardCharsets.UTF_8), Map.of());
    assertEquals(503, reply.status());
    assertTrue(reply.body().path("payload").isMissingNode());
  }
}
