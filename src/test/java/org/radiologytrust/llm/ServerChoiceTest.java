package org.radiologytrust.llm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.server.ServerPreference;
import org.radiologytrust.llm.server.ServerState;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** Which of several servers gets a call. */
@Tag("integration")
class ServerChoiceTest {
  private static final String DEAD = "http://127.0.0.1:1";
  private static final Duration REST = Duration.ofSeconds(2);
  private static final Duration MOST = Duration.ofSeconds(60);

  private final AtomicLong clock = new AtomicLong();
  private final OllamaServer a = new OllamaServer(call -> "{}").model("m", "completion", "vision");
  private final OllamaServer b = new OllamaServer(call -> "{}").model("m", "completion", "vision");
  private final String urlA = a.url().toString();
  private final String urlB = b.url().toString();
  private ModelRoute route = new ModelRoute();

  @BeforeEach
  void start() throws Exception {
    route.start();
  }

  @AfterEach
  void stop() {
    route.close();
    a.close();
    b.close();
  }

  /** From here on who does not begin to answer stalls; whoever does has ample time. */
  private void hurry() throws Exception {
    route.close();
    route = new ModelRoute(Duration.ofSeconds(3), ModelRoute.LONG, ModelRoute.LONG);
    route.start();
  }

  private ModelServers servers(int slots, String... urls) {
    return servers(slots, Duration.ofMillis(200), urls);
  }

  private ModelServers servers(int slots, Duration patience, String... urls) {
    return new ModelServers(
        List.of(urls), new ModelServers.Limits(slots, 10, patience, REST, MOST), clock::get);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.plusMillis(1).toNanos());
  }

  private static ChatRequest request(String run, byte[]... images) throws Exception {
    JsonNode schema = new ObjectMapper().readTree("{\"type\":\"object\"}");
    String prompt = images.length > 0 ? "[img] Look." : "Split it.";
    ChatRequest.Traits traits = new ChatRequest.Traits(run, false, WantedProbabilities.NONE);
    return new ChatRequest("claims", "m", prompt, List.of(images), schema, 100, "n", traits);
  }

  private static void ask(ModelClient client, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      client.ask(request(""), JsonNode::toString);
    }
  }

  @Test
  void idleServersTakeTurns() throws Exception {
    ask(route.client(servers(4, urlA, urlB)), 6);
    assertEquals(3, a.calls().size());
    assertEquals(3, b.calls().size());
  }

  @Test
  void deadFirstServerCostsOneTryUntilItsRestIsOver() throws Exception {
    ModelClient client = route.client(servers(1, DEAD, urlA));
    ask(client, 5);
    assertEquals(List.of(Reason.UNREACHABLE), route.refusals());
    assertEquals(5, a.calls().size());
    pass(REST);
    ask(client, 4);
    assertEquals(2, route.refusals().size(), "tried again once, then a longer rest");
    pass(REST);
    ask(client, 4);
    assertEquals(2, route.refusals().size(), "the rest has grown");
    pass(REST);
    ask(client, 4);
    assertEquals(3, route.refusals().size());
  }

  static List<OllamaFault> serverFaults() {
    return List.of(
        OllamaFault.busy(),
        OllamaFault.drop(),
        OllamaFault.loadFailed(),
        OllamaFault.errorInStream("runner died"));
  }

  @ParameterizedTest
  @MethodSource("serverFaults")
  void anotherServerGetsTheRetryAndTheNextCalls(OllamaFault fault) throws Exception {
    a.script().always(call -> true, fault);
    ask(route.client(servers(1, urlA, urlB)), 4);
    assertEquals(1, a.calls().size());
    assertEquals(4, b.calls().size());
  }

  @Test
  void callOfAStalledServerGoesToAnotherAsDoTheNext() throws Exception {
    hurry();
    a.script().always(call -> true, OllamaFault.stallBefore(ModelRoute.LONG));
    ModelClient client = route.client(servers(1, urlA, urlB));
    ask(client, 4);
    assertEquals(1, a.calls().size());
    assertEquals(4, b.calls().size());
  }

  @Test
  void modelThatNoServerHasIsAskedForOnceEach() {
    a.removeModel("m");
    b.removeModel("m");
    ModelClient client = route.client(servers(1, urlA, urlB));
    ModelFailure failure = assertThrows(ModelFailure.class, () -> ask(client, 1));
    assertEquals(Reason.NOT_FOUND, failure.reason());
    assertEquals(List.of(Reason.NOT_FOUND, Reason.NOT_FOUND), route.refusals());
  }

  @Test
  void serverThatIsAwayMayHaveTheModelThatTheOtherLacks() {
    a.removeModel("m");
    ModelServers servers = ModelRoute.servers(List.of(DEAD, urlA), 1, 10, ModelRoute.LONG);
    ModelFailure failure = assertThrows(ModelFailure.class, () -> ask(route.client(servers), 1));
    assertEquals(Reason.UNREACHABLE, failure.reason(), "the run waits for it");
    assertEquals(1, a.calls().size(), "what it lacks is not asked for again");
  }

  @Test
  void serverThatRestsIsWaitedForWhereTheOtherLacksTheModel() throws Exception {
    a.script().nth(1, OllamaFault.busy());
    b.removeModel("m");
    ModelServers servers = ModelRoute.servers(List.of(urlA, urlB), 1, 10, ModelRoute.LONG);
    ask(route.client(servers), 1);
    assertEquals(List.of(Reason.BUSY, Reason.NOT_FOUND), route.refusals());
  }

  @Test
  void stalledServerMayHaveTheModelThatTheOtherLacks() throws Exception {
    hurry();
    a.script().always(call -> true, OllamaFault.stallBefore(ModelRoute.LONG));
    b.removeModel("m");
    ModelFailure failure =
        assertThrows(ModelFailure.class, () -> ask(route.client(servers(1, urlA, urlB)), 1));
    assertEquals(Reason.STALLED, failure.reason(), "so that the run is tried again");
  }

  @Test
  void missingModelIsAskedForElsewhereAndOpensNoBreaker() throws Exception {
    a.removeModel("m");
    ModelServers servers = servers(1, urlA, urlB);
    ask(route.client(servers), 1);
    assertEquals(List.of(urlB), route.servers());
    assertEquals(ServerState.Breaker.CLOSED, servers.states().get(0).breaker());
  }

  @Test
  void failureOpensTheBreakerTheRestDoublesAndATrialClosesIt() throws Exception {
    ModelServers servers = servers(2, "a");
    List<Long> rests = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      try (ModelServers.Slot slot = servers.slot(ServerPreference.NONE)) {
        slot.failed();
      }
      ServerState state = servers.states().get(0);
      assertEquals(ServerState.Breaker.OPEN, state.breaker());
      assertFalse(state.asked());
      rests.add(state.rest().toSeconds());
      pass(state.rest());
      assertTrue(servers.states().get(0).asked(), "its rest is over");
    }
    assertEquals(List.of(2L, 4L, 8L, 16L, 32L, 60L, 60L, 60L), rests);
    try (ModelServers.Slot slot = servers.slot(ServerPreference.NONE)) {
      assertEquals(ServerState.Breaker.HALF_OPEN, servers.states().get(0).breaker());
      assertFalse(servers.states().get(0).asked(), "one call tries it");
      slot.worked();
    }
    assertEquals(ServerState.Breaker.CLOSED, servers.states().get(0).breaker());
    servers.slot(ServerPreference.NONE).failed();
    assertEquals(2, servers.states().get(0).rest().toSeconds(), "it starts anew");
  }

  @Test
  void slowCallOpensNothing() throws Exception {
    ModelServers servers = servers(2, "a");
    try (ModelServers.Slot slot = servers.slot(ServerPreference.NONE)) {
      pass(Duration.ofMinutes(9));
      slot.worked();
    }
    assertEquals(ServerState.Breaker.CLOSED, servers.states().get(0).breaker());
  }

  @Test
  void whereAllRestCallsWaitAndTheFirstToBeReadyIsTried() throws Exception {
    ModelServers servers = servers(2, ModelRoute.LONG, "a", "b");
    fail(servers, "a");
    pass(Duration.ofSeconds(1));
    fail(servers, "b");
    AtomicReference<String> tried = new AtomicReference<>();
    Thread waiting =
        new Thread(
            () -> {
              try (ModelServers.Slot slot = servers.slot(ServerPreference.NONE)) {
                tried.set(slot.server());
                slot.worked();
              } catch (ModelFailure | InterruptedException e) {
                tried.set(e.toString());
              }
            });
    waiting.start();
    await().atMost(ModelRoute.LONG).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
    assertNull(tried.get(), "a dead server gets no call");
    pass(Duration.ofSeconds(1));
    waiting.join();
    assertEquals("a", tried.get());
    assertEquals(ServerState.Breaker.OPEN, servers.states().get(1).breaker());
  }

  private void fail(ModelServers servers, String which) throws Exception {
    try (ModelServers.Slot slot = servers.slotNow(which).orElseThrow()) {
      slot.failed();
    }
  }

  @Test
  void afterItsRestAServerIsTriedByOneCallAlone() throws Exception {
    ModelServers servers = servers(2, "a", "b");
    fail(servers, "a");
    pass(REST);
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      asked.add(servers.slot(ServerPreference.NONE).server());
    }
    assertEquals(1, asked.stream().filter("a"::equals).count(), asked.toString());
    ModelFailure failure =
        assertThrows(ModelFailure.class, () -> servers.slot(ServerPreference.NONE));
    assertEquals(Reason.BUSY, failure.reason());
  }

  @Test
  void trialThatIsAbandonedLeavesItToTheNextCall() throws Exception {
    ModelServers servers = servers(2, "a");
    fail(servers, "a");
    pass(REST);
    servers.slot(ServerPreference.NONE).close();
    assertTrue(servers.states().get(0).asked());
    try (ModelServers.Slot slot = servers.slot(ServerPreference.NONE)) {
      slot.worked();
    }
    assertEquals(ServerState.Breaker.CLOSED, servers.states().get(0).breaker());
  }

  @Test
  void failuresAtOnceAreOneFailure() throws Exception {
    ModelServers servers = servers(8, "a", "b");
    List<ModelServers.Slot> inFlight = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      inFlight.add(servers.slotNow("a").orElseThrow());
    }
    inFlight.forEach(ModelServers.Slot::failed);
    inFlight.forEach(ModelServers.Slot::close);
    inFlight.forEach(ModelServers.Slot::close);
    assertEquals(2, servers.states().get(0).rest().toSeconds());
    pass(REST);
    ServerPreference notB = new ServerPreference(Set.of(), Set.of("b"), "", "");
    assertEquals("a", servers.slot(notB).server(), "its first rest is over");
  }

  @Test
  void serverThatFailedThisRequestIsNotAskedWhileAnotherIsBusy() throws Exception {
    ModelServers servers = servers(1, "a", "b");
    ServerPreference notA = new ServerPreference(Set.of(), Set.of("a"), "", "");
    ModelServers.Slot busy = servers.slotNow("b").orElseThrow();
    assertThrows(ModelFailure.class, () -> servers.slot(notA));
    busy.close();
    assertEquals("b", servers.slot(notA).server());
  }

  @Test
  void serverThatFailedThisRequestIsAskedWhereNoOtherWorks() throws Exception {
    ModelServers servers = servers(1, "a", "b");
    fail(servers, "b");
    assertEquals("a", servers.slot(new ServerPreference(Set.of(), Set.of("a"), "", "")).server());
  }

  @Test
  void soleServerIsUsedThoughItFailedThisRequest() throws Exception {
    ModelServers servers = servers(1, "a");
    ServerPreference notA = new ServerPreference(Set.of(), Set.of("a"), "", "");
    assertEquals("a", servers.slot(notA).server());
    long start = System.nanoTime();
    assertThrows(ModelFailure.class, () -> servers.slot(notA));
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(190).toNanos());
  }

  @Test
  void runsTextCallsStayAtItsServer() throws Exception {
    ModelClient client = route.client(servers(4, urlA, urlB));
    for (int i = 0; i < 3; i++) {
      client.ask(request("run 1"), JsonNode::toString);
      client.ask(request("run 2"), JsonNode::toString);
    }
    client.ask(request("run 1", new byte[] {1}), JsonNode::toString);
    client.ask(request("run 1", new byte[] {1}), JsonNode::toString);
    assertEquals(
        List.of(urlA, urlB, urlA, urlB, urlA, urlB, urlA, urlB),
        route.servers(),
        "calls with images take turns");
  }

  @Test
  void repairStaysAtItsServer() throws Exception {
    a.script().nth(1, OllamaFault.content("no JSON"));
    route.client(servers(4, urlA, urlB)).ask(request("run 1"), JsonNode::toString);
    assertEquals(List.of(urlA, urlA), route.servers());
  }

  @Test
  void runLeavesAServerThatFailsOrIsBusy() throws Exception {
    ModelServers servers = servers(1, "a", "b");
    ServerPreference run = new ServerPreference(Set.of(), Set.of(), "", "run 1");
    servers.slot(run).close();
    try (ModelServers.Slot home = servers.slot(run)) {
      assertEquals("a", home.server());
      servers.slot(run).close();
    }
    assertEquals("b", servers.slot(run).server(), "it moved while a was busy");
  }

  @Test
  void noMoreRunsThanThatAreRemembered() throws Exception {
    ModelServers servers = servers(1, "a", "b");
    servers.slot(new ServerPreference(Set.of(), Set.of(), "", "first")).close();
    for (int i = 0; i < ModelServers.RUNS; i++) {
      servers.slot(new ServerPreference(Set.of(), Set.of(), "", "run " + i)).close();
    }
    servers.slotNow("b").orElseThrow().close(); // a's turn
    servers.slotNow("a").orElseThrow().close(); // b's turn
    assertEquals("b", servers.slot(new ServerPreference(Set.of(), Set.of(), "", "first")).server());
  }
}
