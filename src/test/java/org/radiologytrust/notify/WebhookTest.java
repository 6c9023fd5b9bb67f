package org.radiologytrust.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.peers.HttpPeer;
import org.radiologytrust.retry.RetryVerdict.Kind;

@Tag("safety")
@Tag("integration")
class WebhookTest {
  private static final String SECRET = "a secret of sixteen or more";
  private static final URI NOBODY = URI.create("http://127.0.0.1:1/");
  private static final Instant NOW = Instant.ofEpochSecond(1_790_000_000);

  @AutoClose private final HookPeer peer;

  WebhookTest() throws Exception {
    peer = new HookPeer();
  }

  private static Webhook webhook(Duration timeout) {
    return new Webhook(SECRET, timeout, Optional.empty(), Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private final Webhook webhook = webhook(Duration.ofSeconds(30));

  private String failure(Webhook by) {
    return failure(by, peer.url());
  }

  private static String failure(Webhook by, URI url) {
    NotSent failed = assertThrows(NotSent.class, () -> by.post(url, "{}"));
    assertEquals(Kind.LATER, failed.verdict().kind());
    assertEquals(Duration.ZERO, failed.verdict().after(), "others must not wait for this one");
    return failed.getMessage();
  }

  /** By {@code printf '%s' '1790000000.{"id":"x"}' | openssl dgst -sha256 -hmac "$SECRET"}. */
  @Test
  void theSignatureIsThatOfOtherTools() throws Exception {
    webhook.post(peer.url(), "{\"id\":\"x\"}");
    HookPeer.Call call = peer.calls().get(0);
    assertEquals("POST", call.method());
    assertEquals("/hook", call.path());
    assertEquals("{\"id\":\"x\"}", call.body());
    assertEquals("application/json", call.headers().get("Content-Type"));
    assertEquals("1790000000", call.headers().get("X-RTL-Timestamp"));
    assertEquals(
        "sha256=4c0a95f3e804c7064ef822711ad404ec1f47f5698f24267c3fbfb143f41e29e9",
        call.headers().get("X-RTL-Signature"));
    assertTrue(call.isSignedWith(SECRET));
    assertFalse(call.isSignedWith("another secret of sixteen"));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 429, 500, 503})
  void everyRefusalIsTriedAgain(int status) {
    peer.next(exchange -> exchange.send(status, "text/plain", "CANARY".getBytes()));
    assertEquals("the webhook answered " + status, failure(webhook));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowed(int status) throws Exception {
    try (HookPeer other = new HookPeer()) {
      peer.next(
          exchange -> exchange.send(status, "text/plain\r\nLocation: " + other.url(), new byte[0]));
      assertEquals(
          "the webhook answered " + status + "; redirects are not followed: check rtl.notify.to",
          failure(webhook));
      assertEquals(0, other.calls().size());
    }
  }

  @Test
  void oneThatHangsIsGivenUpInTime() {
    peer.next(exchange -> exchange.pause(Duration.ofMinutes(10)));
    assertEquals("the webhook did not answer in time", failure(webhook(Duration.ofMillis(300))));
  }

  @Test
  void oneThatCutsTheConnectionHasNotAnswered() {
    peer.next(HttpPeer.Exchange::drop);
    assertTrue(failure(webhook).startsWith("the webhook cannot be reached, or closed"));
  }

  @Test
  void oneThatIsAwayIsTriedAgain() {
    assertEquals(
        "the webhook cannot be reached, or closed the connection (nothing accepts connections"
            + " there)",
        failure(webhook, NOBODY));
  }

  @Test
  void anAnswerWithoutEndIsNotRead() throws Exception {
    peer.next(
        exchange -> {
          exchange.begin(200, "text/plain");
          while (true) {
            exchange.piece("CANARY".getBytes(StandardCharsets.UTF_8));
            exchange.pause(Duration.ofMillis(10));
          }
        });
    webhook.post(peer.url(), "{}");
    assertEquals(1, peer.calls().size());
  }

  @Test
  void theDoctorAsksWithoutAMessage() {
    assertEquals(Optional.empty(), webhook.problem(peer.url()));
    HookPeer.Call call = peer.calls().get(0);
    assertEquals("HEAD", call.method());
    assertFalse(call.headers().containsKey("X-RTL-Signature"));
    assertTrue(webhook.problem(NOBODY).isPresent());
  }
}
