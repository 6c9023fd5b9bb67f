package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.retry.RetryVerdict.Kind;

class FhirReplyTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "301, MEND",
    "400, NEVER",
    "401, MEND",
    "403, MEND",
    "404, MEND",
    "408, LATER",
    "409, LATER",
    "410, NEVER",
    "412, REBUILD",
    "413, NEVER",
    "422, NEVER",
    "429, AWAY",
    "500, LATER",
    "501, LATER",
    "503, AWAY",
    "504, AWAY",
    "599, LATER"
  })
  void judges(int status, Kind kind) {
    FhirReply reply = new FhirReply(status, "", new byte[0]);
    assertEquals(kind, reply.problem("x", CLOCK).kind());
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
            {"issue":[
            {"severity":"warning","code":"informational"},
            {"severity":"error","code":"invalid","diagnostics":"JANE",
             "expression":["Observation.value.ofType(Quantity).code"]},
            {"severity":"fatal","code":"processing","details":{"text":"JANE"},
             "expression":["Patient.name.where(family='JANE')"]},
            {"severity":"error","code":"required","expression":["Patient/4711"]},
            {"severity":"error","code":"JANE DOE"}]}"""));
    assertEquals("x: the FHIR server answered 422", reason("JANE DOE is wrong"));
  }

  private static String reason(String body) {
    FhirReply reply = new FhirReply(422, "", body.getBytes(StandardCharsets.UTF_8));
    return reply.problem("x", CLOCK).getMessage();
  }
}
