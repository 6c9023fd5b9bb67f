package org.radiologytrust.publish.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.retry.RetryVerdict.Kind;

class FhirReplyTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "301, MEND, MEND",
    "400, LATER, NEVER",
    "401, MEND, MEND",
    "403, MEND, MEND",
    "404, MEND, MEND",
    "408, LATER, LATER",
    "409, LATER, LATER",
    "410, LATER, NEVER",
    "412, REBUILD, REBUILD",
    "413, LATER, NEVER",
    "422, LATER, NEVER",
    "429, AWAY, AWAY",
    "500, LATER, LATER",
    "501, LATER, LATER",
    "503, AWAY, AWAY",
    "504, AWAY, AWAY",
    "599, LATER, LATER"
  })
  void judges(int status, Kind bare, Kind withOutcome) {
    for (String body : List.of("", "<html>proxy</html>", "{}", "{\"issue\":[]}")) {
      assertEquals(bare, reply(status, body).problem("x", CLOCK).kind(), body);
    }
    String outcome = "{\"resourceType\":\"OperationOutcome\"}";
    assertEquals(withOutcome, reply(status, outcome).problem("x", CLOCK).kind());
  }

  @ParameterizedTest
  @CsvSource({"404, true", "410, true", "200, false", "401, false"})
  void onlyTheServerItselfSaysThatItLacksAResource(int status, boolean absent) {
    assertEquals(absent, reply(status, "").absent());
    assertEquals(absent, reply(status, "{\"resourceType\":\"OperationOutcome\"}").absent());
    assertFalse(reply(status, "<html>proxy</html>").absent());
    assertFalse(reply(status, "default backend - 404").absent());
  }

  private static FhirReply reply(int status, String body) {
    return new FhirReply(status, "", body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "'Tue, 24 Nov 2026 10:01:00 GMT', 60",
    "999999999, 999999999",
    "-5, 0",
    "soon, 0",
    "'Tue, 24 Nov 2020 10:01:00 GMT', 0",
    "99999999999999999999, 0"
  })
  void readsRetryAfter(String header, long seconds) {
    FhirReply reply = new FhirReply(503, header, new byte[0]);
    assertEquals(Duration.ofSeconds(seconds), reply.problem("x", CLOCK).verdict().after());
  }

  @Test
  void keepsOnlyCodesAndPathsOfAnOutcome() {
    assertEquals(
        "x: the FHIR server answered 422; invalid at Observation.value.ofType(Quantity).code,"
            + " processing, required",
        reason(
            """
            {"resourceType":"OperationOutcome","issue":[
            {"severity":"warning","code":"informational"},
            {"severity":"error","code":"invalid","diagnostics":"JANE",
             "expression":["Observation.value.ofType(Quantity).code"]},
            {"severity":"fatal","code":"processing","details":{"text":"JANE"},
             "expression":["Patient.name.where(family='JANE')"]},
            {"severity":"error","code":"required","expression":["Patient/4711"]},
            {"severity":"error","code":"JANE DOE"}]}"""));
    assertEquals(
        "x: the FHIR server answered 422 without saying why; check rtl.fhir.server and its proxy",
        reason("JANE DOE is wrong"));
  }

  private static String reason(String body) {
    return reply(422, body).problem("x", CLOCK).getMessage();
  }
}
