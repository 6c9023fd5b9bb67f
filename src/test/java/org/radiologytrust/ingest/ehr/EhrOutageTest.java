package org.radiologytrust.ingest.ehr;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.ingest.ehr.EhrSamples.accession;
import static org.radiologytrust.ingest.ehr.EhrSamples.patient;
import static org.radiologytrust.ingest.ehr.EhrSamples.report;
import static org.radiologytrust.ingest.ehr.OddAnswers.body;
import static org.radiologytrust.ingest.ehr.OddAnswers.bytes;
import static org.radiologytrust.ingest.ehr.OddAnswers.endless;
import static org.radiologytrust.ingest.ehr.OddAnswers.http;
import static org.radiologytrust.ingest.ehr.OddAnswers.json;
import static org.radiologytrust.ingest.ehr.OddAnswers.outcome;
import static org.radiologytrust.ingest.ehr.OddAnswers.recorded;
import static org.radiologytrust.ingest.ehr.OddAnswers.status;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.launch.CapturedLog;

/**
 * Answers to a search that are no page. Real servers give them, and proxies in front of servers.
 * Each is an outage: it is logged once, and afterwards the next poll reads on where the last one
 * ended.
 */
@Tag("safety")
@Tag("integration")
class EhrOutageTest {
  /** Of the settings of {@link PolledSite}. */
  private static final int MAX_REPLY = 1 << 20;

  private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n";
  private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static FakeEhr ehr;
  private static PolledSite site;

  @BeforeAll
  static void start() throws Exception {
    ehr = new FakeEhr();
    site = new PolledSite(ehr);
    site.start();
  }

  @AfterAll
  static void stop() throws Exception {
    site.close();
    ehr.close();
  }

  private static Arguments odd(String name, FakeEhr.Answer answer) {
    return Arguments.arguments(name, answer);
  }

  private interface Damage {
    byte[] damage(byte[] page) throws IOException;
  }

  /** The right page, damaged. */
  private static FakeEhr.Answer damaged(Damage damage, String... headers) {
    return (request, out) ->
        http(
            out,
            200,
            "application/fhir+json",
            damage.damage(recorded(ehr::page, request)),
            headers);
  }

  private static byte[] half(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length / 2);
  }

  static Stream<Arguments> oddities() {
    return Stream.of(
        odd("400", status(400)),
        odd("401", status(401, "WWW-Authenticate: Basic realm=\"Canaryname\"")),
        odd("403", status(403)),
        odd("404", status(404)),
        odd("410", status(410)),
        odd("429 without Retry-After", status(429)),
        odd("500", status(500)),
        odd("503, Retry-After past", status(503, "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT")),
        odd("503, Retry-After unreadable", status(503, "Retry-After: Canaryname")),
        odd("599", status(599)),
        odd(
            "204",
            (request, out) -> out.write(bytes("HTTP/1.1 204 No\r\nConnection: close\r\n\r\n"))),
        odd("a log-in page", body("text/html", "<html><body>Canaryname</body></html>")),
        odd("a log-in page as JSON", json("<html>Canaryname</html>")),
        odd("plain text", body("text/plain", "Canaryname")),
        odd("an outcome", json(outcome("error"))),
        odd("a warning", json(outcome("warning"))),
        odd("an empty body", json("")),
        odd("null", json("null")),
        odd("an array", json("[]")),
        odd("an empty object", json("{}")),
        odd("a Patient", json("{\"resourceType\":\"Patient\",\"id\":\"Canaryname\"}")),
        odd("a document", json("{\"resourceType\":\"Bundle\",\"type\":\"document\"}")),
        odd("a resource of a later release", json("{\"resourceType\":\"Canaryname\"}")),
        odd("cut JSON", damaged(EhrOutageTest::half)),
        odd(
            "a cut body",
            (request, out) -> {
              byte[] page = recorded(ehr::page, request);
              out.write(bytes(HEAD + "Content-Length: " + page.length + "\r\n\r\n"));
              out.write(half(page));
            }),
        odd(
            "a cut body in chunks",
            (request, out) -> {
              byte[] page = recorded(ehr::page, request);
              out.write(bytes(CHUNKED + Integer.toHexString(page.length) + "\r\n"));
              out.write(page);
            }),
        odd("cut gzip", damaged(page -> half(OddAnswers.gzip(page)), "Content-Encoding: gzip")),
        odd("gzip that is none", damaged(page -> page, "Content-Encoding: gzip")),
        odd("a bomb", OddAnswers.bomb(100 * MAX_REPLY)),
        odd("too much", json(" ".repeat(MAX_REPLY + 1) + "{\"resourceType\":\"Bundle\"}")),
        odd("a body without end", endless(CHUNKED, "1000\r\n" + " ".repeat(0x1000) + "\r\n", 0)),
        odd("deep JSON", json("{\"resourceType\":\"Bundle\",\"x\":" + "[".repeat(400_000))),
        odd(
            "deep JSON of resources",
            json("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":".repeat(10_000))),
        odd("XML", body("application/fhir+xml", "<Bundle xmlns=\"http://hl7.org/fhir\"/>")),
        odd("a line without end in the head", endless(HEAD + "X: ", "x".repeat(4096), 0)),
        odd("headers without end", endless(HEAD, "X: x\r\n".repeat(1000), 0)),
        odd("no HTTP", (request, out) -> out.write(bytes("SSH-2.0-Canaryname\r\n"))),
        odd("a hang-up", (request, out) -> {}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oddities")
  void whatIsNoPageIsAnOutageAndNothingIsLost(String name, FakeEhr.Answer answer) throws Exception {
    try (CapturedLog log = CapturedLog.asInProduction()) {
      outage(ehr, site, answer);
      await().atMost(PolledSite.LONG).until(() -> site.problem().isEmpty());
      assertEquals(1, log.lines(Level.WARN).size(), log.lines(Level.WARN).toString());
      PolledSite.assertNothingDisclosed(log);
    }
  }

  /** Answers that never end. */
  static List<FakeEhr.Answer> slowness() {
    return List.of(
        endless(HEAD + "Content-Length: 9000\r\n\r\n", " ", 20),
        endless("HTTP/1.1 200 OK\r\nX: ", "x", 20),
        endless("", "HTTP/1.1 100 Continue\r\n\r\n", 20),
        endless("", "", 20));
  }

  /** The server answers like this for a while; a report that it gets in between is not lost. */
  static void outage(FakeEhr ehr, PolledSite site, FakeEhr.Answer answer) throws Exception {
    String id = "r" + NUMBER.incrementAndGet();
    ehr.put(patient("p1"));
    ehr.answer(answer);
    site.passes(1);
    String cursor = site.cursor();
    ehr.put(report(id, "p1"));
    site.passes(2);
    assertFalse(site.accessions().contains(accession(id)));
    assertEquals(cursor, site.cursor());
    assertTrue(site.problem().isPresent());
    ehr.healthy();
    await().atMost(PolledSite.LONG).until(() -> site.accessions().contains(accession(id)));
    assertEquals(List.of(), site.quarantined());
  }
}
