package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.WantedProbabilities;

class ImageReuseTest {
  private static final String SERVER = "http://one";

  private final AtomicInteger exams = new AtomicInteger();
  private final AtomicReference<Boolean> holds = new AtomicReference<>(true);
  private final AtomicReference<String> digest = new AtomicReference<>("d1");
  private Instant now = Instant.EPOCH;

  private final ImageReuse reuse =
      new ImageReuse(
          (server, model) -> {
            exams.incrementAndGet();
            if (holds.get() == null) {
              throw new ModelFailure(ModelFailure.Reason.BUSY, "busy");
            }
            return holds.get();
          },
          (server, model) -> digest.get(),
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  private static ChatRequest request(String run, String nonce, byte[]... images) {
    return new ChatRequest(
        "alignment",
        "m",
        "what?",
        List.of(images),
        JsonNodeFactory.instance.objectNode(),
        9,
        nonce,
        new ChatRequest.Traits(run, true, WantedProbabilities.NONE));
  }

  private ChatRequest sent(String run, String nonce) {
    return reuse.request(SERVER, request(run, nonce, new byte[1]));
  }

  @Test
  void callsOfARunShareANonceOnceTheServerHasPassed() throws Exception {
    assertEquals("n1", sent("r1", "n1").nonce(), "not tested yet");
    reuse.examine(SERVER, "m");
    String shared = sent("r1", "n1").nonce();
    assertEquals(12, shared.length());
    assertEquals(shared, sent("r1", "n2").nonce());
    assertNotEquals(shared, sent("r2", "n1").nonce(), "another patient's images");
    ChatRequest other = request("r1", "n1", new byte[2]);
    assertNotEquals(shared, reuse.request(SERVER, other).nonce(), "another image of the run");
    assertEquals("n1", reuse.request("http://two", request("r1", "n1", new byte[1])).nonce());
    ChatRequest text = request("r1", "n1");
    assertSame(text, reuse.request(SERVER, text));
    ChatRequest alone = request("", "n1", new byte[1]);
    assertSame(alone, reuse.request(SERVER, alone), "of no run");
  }

  @Test
  void aServerThatFailedIsAskedWithANonceForEachCall() throws Exception {
    holds.set(false);
    reuse.examine(SERVER, "m");
    assertEquals("n1", sent("r1", "n1").nonce());
    reuse.examine(SERVER, "m");
    assertEquals(1, exams.get(), "the result is known");
  }

  @Test
  void theTestIsRepeatedEveryDayAndUntilThenNotAssumed() throws Exception {
    reuse.examine(SERVER, "m");
    now = now.plus(Duration.ofHours(23));
    reuse.examine(SERVER, "m");
    assertEquals(1, exams.get());
    now = now.plus(Duration.ofHours(1));
    assertEquals("n1", sent("r1", "n1").nonce());
    holds.set(null);
    reuse.examine(SERVER, "m");
    assertEquals("n1", sent("r1", "n1").nonce(), "it could not be tested");
    holds.set(true);
    reuse.examine(SERVER, "m");
    assertNotEquals("n1", sent("r1", "n1").nonce());
  }

  @Test
  void anotherModelUnderTheNameIsTestedAnew() throws Exception {
    reuse.examine(SERVER, "m");
    assertTrue(reuse.stillHolds(SERVER, "m", "d1"));
    digest.set("d2");
    assertFalse(reuse.stillHolds(SERVER, "m", "d2"));
    assertEquals("n1", sent("r1", "n1").nonce());
    reuse.examine(SERVER, "m");
    assertTrue(reuse.stillHolds(SERVER, "m", "d2"));
    reuse.forget(SERVER);
    assertEquals("n1", sent("r1", "n1").nonce());
  }
}
