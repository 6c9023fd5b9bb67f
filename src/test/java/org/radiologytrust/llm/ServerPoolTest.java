package org.radiologytrust.llm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.server.ServerPace;
import org.radiologytrust.llm.server.ServerPreference;
import org.radiologytrust.llm.server.ServerState;
import org.radiologytrust.llm.wire.ModelOptions;

/** Servers that differ in speed, and servers that come and go. */
class ServerPoolTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String STEP = "claims";

  private final AtomicLong clock = new AtomicLong();

  private ModelServers servers(int slots, String... urls) {
    return new ModelServers(
        List.of(urls),
        new ModelServers.Limits(slots, 100, LONG, Duration.ofSeconds(2), Duration.ofSeconds(60)),
        clock::get);
  }

  private static ServerPreference by(String run) {
    return new ServerPreference(Set.of(), Set.of(), STEP, run);
  }

  private static ModelServers.Slot take(ModelServers servers) throws Exception {
    return servers.slot(by(""));
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /** Measures a server by calls that take so long. */
  private void measure(ModelServers servers, String server, Duration time) {
    for (int i = 0; i < 20; i++) {
      try (ModelServers.Slot slot = servers.slotNow(server).orElseThrow()) {
        slot.sending();
        clock.addAndGet(time.toNanos());
        slot.answered(STEP);
      }
    }
  }

  /** How many of so many calls in progress at once each server gets. */
  private static Map<String, Integer> spread(ModelServers servers, int calls) throws Exception {
    List<ModelServers.Slot> open = new ArrayList<>();
    Map<String, Integer> got = new TreeMap<>();
    for (int i = 0; i < calls; i++) {
      open.add(take(servers));
      got.merge(open.get(i).server(), 1, Integer::sum);
    }
    open.forEach(ModelServers.Slot::close);
    return got;
  }

  private static ServerState state(ModelServers servers, String server) {
    return servers.states().stream().filter(s -> s.server().equals(server)).findFirst().get();
  }

  @Test
  void theServerWithTheFewestCallsGetsTheNext() throws Exception {
    ModelServers servers = servers(8, "a", "b", "c");
    servers.slotNow("a").orElseThrow();
    servers.slotNow("a").orElseThrow();
    servers.slotNow("b").orElseThrow();
    assertEquals(Map.of("b", 1, "c", 2), spread(servers, 3));
  }

  @Test
  void slowServerGetsFewerCalls() throws Exception {
    ModelServers servers = servers(8, "a", "b", "c");
    measure(servers, "a", Duration.ofMillis(300));
    measure(servers, "b", Duration.ofMillis(100));
    measure(servers, "c", Duration.ofMillis(100));
    assertEquals(Map.of("a", 1, "b", 3, "c", 3), spread(servers, 7));
    assertEquals(1 / 3.0, state(servers, "a").load().weight(), 1e-9);
    assertEquals(1, state(servers, "b").load().weight());
  }

  @Test
  void serversThatAreAboutEquallyFastTakeTurns() throws Exception {
    ModelServers servers = servers(8, "a", "b");
    measure(servers, "a", Duration.ofMillis(1300));
    measure(servers, "b", Duration.ofMillis(1000));
    assertEquals(Map.of("a", 4, "b", 4), spread(servers, 8));
  }

  @Test
  void oneSlowAnswerSaysLittle() throws Exception {
    ModelServers servers = servers(8, "a", "b");
    measure(servers, "b", Duration.ofMillis(200));
    try (ModelServers.Slot slot = servers.slotNow("a").orElseThrow()) {
      slot.sending();
      pass(Duration.ofMillis(600));
      slot.answered(STEP);
    }
    assertEquals(1, state(servers, "a").load().weight());
  }

  @Test
  void slownessInOneStepIsNoneInAnother() throws Exception {
    ModelServers servers = servers(8, "a", "b");
    measure(servers, "a", Duration.ofMillis(900));
    measure(servers, "b", Duration.ofMillis(300));
    ServerPreference other = new ServerPreference(Set.of(), Set.of(), "blank", "");
    servers.slotNow("b").orElseThrow();
    assertEquals("a", servers.slot(other).server());
  }

  @Test
  void slownessIsForgottenSoThatTheServerIsTriedAgain() throws Exception {
    ModelServers servers = servers(8, "a", "b");
    measure(servers, "a", Duration.ofMillis(500));
    measure(servers, "b", Duration.ofMillis(100));
    assertEquals("b", take(servers).server());
    pass(ServerPace.HALF_LIFE.multipliedBy(10));
    assertEquals("a", take(servers).server());
  }

  @Test
  void serverThatFailedGetsFewerCallsForAWhile() throws Exception {
    ModelServers servers = servers(8, "a", "b");
    try (ModelServers.Slot slot = servers.slotNow("a").orElseThrow()) {
      slot.failed();
    }
    pass(Duration.ofSeconds(3));
    servers.slotNow("b").orElseThrow().close(); // a's turn
    try (ModelServers.Slot slot = take(servers)) {
      assertEquals("a", slot.server(), "the call that tests it");
      slot.worked();
    }
    assertEquals(0.5, state(servers, "a").load().weight());
    assertEquals(Map.of("a", 2, "b", 4), spread(servers, 6));
    pass(ServerPace.HALF_LIFE.multipliedBy(10));
    assertEquals(Map.of("a", 3, "b", 3), spread(servers, 6));
  }

  @Test
  void runLeavesAServerThatIsMuchSlower() throws Exception {
    ModelServers servers = servers(8, "a", "b");
    servers.slot(by("run")).close();
    assertEquals("a", servers.slot(by("run")).server());
    measure(servers, "a", Duration.ofMillis(900));
    measure(servers, "b", Duration.ofMillis(100));
    assertEquals("b", servers.slot(by("run")).server());
  }

  @Test
  void serverThatIsAddedGetsAWaitingCall() throws Exception {
    ModelServers servers = servers(1, "a");
    ModelServers.Slot busy = take(servers);
    CompletableFuture<String> waiting = waiting(servers);
    servers.set(List.of("a", "b"));
    assertEquals("b", waiting.get(LONG.toSeconds(), TimeUnit.SECONDS));
    busy.close();
    assertEquals(List.of("a", "b"), servers.urls());
  }

  private CompletableFuture<String> waiting(ModelServers servers) {
    CompletableFuture<String> got =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return take(servers).server();
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    await().atMost(LONG).until(() -> servers.waiting() == 1);
    return got;
  }

  @Test
  void removedServerGetsNoCallAndEndsThoseInProgress() throws Exception {
    ModelServers servers = servers(4, "a", "b");
    ModelServers.Slot atA = servers.slotNow("a").orElseThrow();
    servers.set(List.of("b"));
    assertEquals(List.of("b"), servers.urls());
    assertEquals(Map.of("b", 4), spread(servers, 4));
    assertTrue(servers.slotNow("a").isEmpty());
    ServerState removed = state(servers, "a");
    assertTrue(removed.load().draining());
    assertFalse(removed.asked());
    assertEquals(1, removed.load().inFlight());
    atA.sending();
    atA.answered(STEP);
    assertEquals(2, servers.states().size());
    atA.close();
    assertEquals(List.of("b"), servers.states().stream().map(ServerState::server).toList());
  }

  @Test
  void runOfARemovedServerGoesOnAtAnother() throws Exception {
    ModelServers servers = servers(4, "a", "b");
    servers.slot(by("run")).close();
    servers.set(List.of("b"));
    assertEquals("b", servers.slot(by("run")).server());
  }

  @Test
  void serverThatComesBackWhileItsCallsGoOnHasNoMoreSlotsThanBefore() throws Exception {
    ModelServers servers = servers(1, "a", "b");
    ModelServers.Slot before = servers.slotNow("a").orElseThrow();
    servers.set(List.of("b"));
    servers.set(List.of("a", "b"));
    assertTrue(servers.slotNow("a").isEmpty());
    before.close();
    assertEquals("a", servers.slotNow("a").orElseThrow().server());
  }

  @Test
  void serverThatComesBackLaterStartsAnew() throws Exception {
    ModelServers servers = servers(1, "a", "b");
    try (ModelServers.Slot slot = servers.slotNow("a").orElseThrow()) {
      slot.failed();
    }
    servers.set(List.of("b"));
    servers.set(List.of("b", "a"));
    assertEquals(ServerState.Breaker.CLOSED, state(servers, "a").breaker());
    assertEquals(1, state(servers, "a").load().weight());
  }

  /** Else it would wait for the model at a server that is no longer there. */
  @Test
  void requestThatEveryServerThatIsLeftLacksFails() throws Exception {
    ModelServers servers = servers(1, "a", "b", "c");
    RequestAttempts attempts = attempts(servers);
    servers.set(List.of("a"));
    ModelFailure lacking = new ModelFailure(Reason.NOT_FOUND, "model m does not exist");
    attempts.failedAt("a", lacking);
    assertThrows(ModelFailure.class, () -> attempts.again(lacking));
  }

  private static RequestAttempts attempts(ModelServers servers) throws Exception {
    ModelOptions options = new ModelOptions(4096, "30m", 1, LONG, LONG, LONG, 2, Duration.ZERO);
    ChatRequest request =
        new ChatRequest(
            STEP,
            "m",
            "Split it.",
            List.of(),
            new ObjectMapper().createObjectNode(),
            100,
            "n",
            new ChatRequest.Traits("", false, WantedProbabilities.NONE));
    return new RequestAttempts(request, options, new PromptSize(4096), () -> servers.urls().size());
  }
}
