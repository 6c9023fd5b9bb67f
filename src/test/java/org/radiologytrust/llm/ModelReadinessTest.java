package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.llm.server.ServerState;
import org.radiologytrust.model.SettableClock;

class ModelReadinessTest {
  private static final ServerState.Load LOAD = new ServerState.Load(0, 1, 1, false);

  private final SettableClock clock = new SettableClock();
  private final AtomicInteger asked = new AtomicInteger();
  private Optional<String> lacking = Optional.of("no model server answers");
  private Optional<String> missing = Optional.empty();
  private List<ServerState> servers =
      List.of(
          state("a", ServerState.Breaker.CLOSED, 0), state("b", ServerState.Breaker.OPEN, 1500));
  private List<String> doubts = List.of();
  private ModelHealth check;

  private static ServerState state(String server, ServerState.Breaker breaker, long millis) {
    boolean asked = breaker == ServerState.Breaker.CLOSED;
    return new ServerState(server, breaker, Duration.ofMillis(millis), asked, true, LOAD);
  }

  @BeforeEach
  void check() {
    check =
        new ModelHealth(
            () -> lacking,
            () -> {
              asked.incrementAndGet();
              return missing;
            },
            () -> servers,
            () -> doubts,
            clock);
  }

  private SelfCheckResult ask() {
    return check.ask();
  }

  @Test
  void neverSeenIsDownAndSaysWhatIsMissing() {
    SelfCheckResult result = ask();
    assertTrue(result.isBroken());
    assertEquals("audits go without a model: no model server answers", result.message());
    assertEquals(0, asked.get());
  }

  @Test
  void seenAndAwayIsDownUntilItIsBack() {
    lacking = Optional.empty();
    assertFalse(ask().isBroken());
    missing = Optional.of("no model server answers at X");
    clock.advance(Duration.ofSeconds(9));
    assertFalse(ask().isBroken(), "asked once in ten seconds");
    clock.advance(Duration.ofSeconds(1));
    SelfCheckResult away = ask();
    assertTrue(away.isBroken());
    assertTrue(away.message().endsWith("no model server answers at X"));
    missing = Optional.empty();
    clock.advance(Duration.ofSeconds(10));
    assertFalse(ask().isBroken());
    assertEquals(3, asked.get());
  }

  @Test
  void detailsTellEachServersBreaker() {
    lacking = Optional.empty();
    servers =
        List.of(
            state("a", ServerState.Breaker.CLOSED, 0),
            state("b", ServerState.Breaker.OPEN, 1500),
            state("c", ServerState.Breaker.HALF_OPEN, 0));
    SelfCheckResult result = ask();
    assertEquals(
        "not used until a test call succeeds: b (open, next try in 2 s), c (half-open)",
        result.message());
    Map<String, String> details = result.details();
    assertEquals("closed", details.get("a"));
    assertEquals("open, next try in 2 s", details.get("b"));
    assertEquals("half-open", details.get("c"));
  }

  @Test
  void removedServerIsShownWhileItsCallsGoOn() {
    lacking = Optional.empty();
    servers =
        List.of(
            state("a", ServerState.Breaker.CLOSED, 0),
            new ServerState(
                "b",
                ServerState.Breaker.OPEN,
                Duration.ZERO,
                false,
                true,
                new ServerState.Load(2, 4, 1, true)));
    SelfCheckResult result = ask();
    assertEquals("", result.message(), "its failures matter no longer");
    assertEquals("removed, 2 calls in progress", result.details().get("b"));
  }

  @Test
  void breakerOfAServerThatNeverAnsweredIsNotSimplyClosed() {
    servers =
        List.of(
            new ServerState("a", ServerState.Breaker.CLOSED, Duration.ZERO, true, false, LOAD),
            new ServerState("b", ServerState.Breaker.OPEN, Duration.ZERO, true, false, LOAD));
    for (Optional<String> why : List.of(lacking, Optional.<String>empty())) {
      lacking = why;
      Map<String, String> details = ask().details();
      assertEquals("closed, no call answered since the start", details.get("a"));
      assertEquals("open, next try in 0 s, no call answered since the start", details.get("b"));
    }
  }

  @Test
  void availableIsKnownFromTheFirstLookAndTrueOnlyWhileAModelCanBeAsked() {
    assertEquals(Optional.empty(), check.available());
    ask();
    assertEquals(Optional.of(false), check.available(), "never seen");
    lacking = Optional.empty();
    ask();
    assertEquals(Optional.of(true), check.available());
    missing = Optional.of("no model server answers at X");
    clock.advance(Duration.ofSeconds(10));
    ask();
    assertEquals(Optional.of(false), check.available(), "away");
  }

  @Test
  void allOpenIsDownAndSaysWhatToDo() {
    lacking = Optional.empty();
    servers =
        List.of(
            state("a", ServerState.Breaker.HALF_OPEN, 0),
            state("b", ServerState.Breaker.OPEN, 1500));
    SelfCheckResult result = ask();
    assertTrue(result.isBroken());
    assertTrue(result.message().contains("check the servers' logs"));
  }

  @Test
  void serverThatMayBeTriedIsNotDown() {
    lacking = Optional.empty();
    servers =
        List.of(new ServerState("a", ServerState.Breaker.OPEN, Duration.ZERO, true, true, LOAD));
    assertFalse(ask().isBroken(), "no audit may come while it is down");
  }

  @Test
  void whatIsKnownAgainstAServerIsToldThoughOthersWork() {
    lacking = Optional.empty();
    servers = List.of(state("a", ServerState.Breaker.CLOSED, 0));
    doubts = List.of("the model server at b mixes images");
    SelfCheckResult result = ask();
    assertFalse(result.isBroken());
    assertEquals("the model server at b mixes images", result.message());
  }
}
