package org.radiologytrust.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.journal.Outbox.Delivery;
import org.radiologytrust.model.Samples;
import org.radiologytrust.publish.DeliveryProblem.Kind;

class RetryPolicyTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T10:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({
    "301, CONFIGURATION",
    "400, REFUSED",
    "401, CONFIGURATION",
    "403, CONFIGURATION",
    "404, CONFIGURATION",
    "408, RETRY",
    "409, RETRY",
    "410, REFUSED",
    "412, REBUILD",
    "413, REFUSED",
    "422, REFUSED",
    "429, AWAY",
    "500, RETRY",
    "501, RETRY",
    "503, AWAY",
    "504, AWAY",
    "599, RETRY"
  })
  void judges(int status, Kind kind) {
    FhirReply reply = new FhirReply(status, "", new byte[0]);
    assertEquals(kind, reply.problem("x", CLOCK).kind());
  }

  @Test
  void waitsDoubleAndWithJitter() {
    DeliveryProblem problem = new DeliveryProblem(Kind.RETRY, "x");
    assertEquals(Duration.ofSeconds(2), policy(1).delay(problem, 0));
    assertEquals(Duration.ofSeconds(16), policy(1).delay(problem, 3));
    assertEquals(Duration.ofSeconds(8), policy(0).delay(problem, 3));
    assertEquals(Duration.ofMinutes(15), policy(1).delay(problem, 1_000_000));
    DeliveryProblem configuration = new DeliveryProblem(Kind.CONFIGURATION, "x");
    assertEquals(Duration.ofMinutes(5), policy(0).delay(configuration, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "120, 120",
    "'Tue, 24 Nov 2026 10:01:00 GMT', 60",
    "999999999, 900",
    "-5, 2",
    "soon, 2",
    "'Tue, 24 Nov 2020 10:01:00 GMT', 2",
    "99999999999999999999, 2"
  })
  void honoursRetryAfterUpToTheCap(String header, long seconds) {
    FhirReply reply = new FhirReply(503, header, new byte[0]);
    DeliveryProblem problem = reply.problem("x", CLOCK);
    assertEquals(Duration.ofSeconds(seconds), policy(1).delay(problem, 0));
  }

  @Test
  void givesUpInTheEnd() {
    DeliveryProblem away = new DeliveryProblem(Kind.AWAY, "x");
    DeliveryProblem conflict = new DeliveryProblem(Kind.REBUILD, "x");
    assertFalse(policy(1).exhausted(away, tried(8, 8)));
    assertTrue(policy(1).exhausted(away, tried(9, 0)));
    assertFalse(policy(1).withMaxRebuilds(3).exhausted(conflict, tried(8, 1)));
    assertTrue(policy(1).withMaxRebuilds(3).exhausted(conflict, tried(4, 2)));
  }

  @Test
  void aConflictIsTriedSoonAlsoAfterALongOutage() {
    DeliveryProblem conflict = new DeliveryProblem(Kind.REBUILD, "x");
    assertEquals(Duration.ofSeconds(2), policy(1).delay(conflict, tried(8, 0)));
    assertEquals(Duration.ofSeconds(4), policy(1).delay(conflict, tried(9, 1)));
  }

  private static Delivery tried(int attempts, int rebuilds) {
    return new Delivery(
        new UUID(0, 1),
        "fhir",
        "HOSP",
        "ACC1",
        Samples.report("ACC1", "Text."),
        "{}",
        "",
        attempts,
        rebuilds);
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

  private static RetryPolicy policy(double random) {
    return new RetryPolicy(
        Duration.ofSeconds(2), Duration.ofMinutes(15), Duration.ofMinutes(5), 10, () -> random);
  }
}
