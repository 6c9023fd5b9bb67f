package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.llm.ModelFailure.Reason;
import org.radiologytrust.peers.OllamaFault;
import org.radiologytrust.peers.OllamaServer;

/** Which of several servers gets a call. */
class ServerChoiceTest {
  private static final String DEAD = "http://127.0.0.1:1";

  private final AtomicLong clock = new AtomicLong();
  private final OllamaServer a = new OllamaServer(call -> "{}").model("m", "completion");
  private final OllamaServer b = new OllamaServer(call -> "{}").model("m", "completion");
  private final String urlA = a.url().toString();
  private final String urlB = b.url().toString();
  private final ModelRoute route =
      new ModelRoute(Duration.ofMillis(700), Duration.ofMillis(400), Duration.ofSeconds(2));

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

  private ModelServers servers(int slots, String... urls) {
    return new ModelServers(List.of(urls), slots, 10, Duration.ofMillis(200), clock::get);
  }

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private static ChatRequest request() throws Exception {
    JsonNode schema = new ObjectMapper().readTree("{\"type\":\"object\"}");
    return new ChatRequest("claims", "m", "Split it.", List.of(), schema, 100, "n");
  }

  private static void ask(ModelClient client, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      client.ask(request(), JsonNode::toString);
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
    pass(ServerHealth.FIRST_REST);
    ask(client, 4);
    assertEquals(2, route.refusals().size(), "tried again once, then a longer rest");
    pass(ServerHealth.FIRST_REST);
    ask(client, 4);
    assertEquals(2, route.refusals().size(), "the rest has grown");
    pass(ServerHealth.FIRST_REST);
    ask(client, 4);
    assertEquals(3, route.refusals().size());
  }

  static List<OllamaFault> serverFaults() {
    return List.of(
        OllamaFault.busy(),
        OllamaFault.drop(),
        OllamaFault.loadFailed(),
        OllamaFault.errorInStream("runner died"),
        OllamaFault.http(404, "model 'm' not found"));
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
    a.script().always(call -> true, OllamaFault.stallBefore(Duration.ofSeconds(20)));
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
    ModelClient client = route.client(servers(1, DEAD, urlA));
    ModelFailure failure = assertThrows(ModelFailure.class, () -> ask(client, 1));
    assertEquals(Reason.UNREACHABLE, failure.reason(), "the run waits for it");
  }

  @Test
  void whereAllFailTheOneThatFailedLongestAgoIsTried() throws Exception {
    ModelServers servers = servers(2, "a", "b", "c");
    List<String> first = fail(servers, 3);
    assertEquals(List.of("a", "b", "c"), first);
    assertEquals(List.of("a", "b", "c", "a"), fail(servers, 4));
    try (ModelServers.Slot slot = servers.slot(Set.of())) {
      slot.worked();
    }
    try (ModelServers.Slot slot = servers.slot(Set.of())) {
      assertEquals("b", slot.server(), "it works again, the others rest");
    }
  }

  private List<String> fail(ModelServers servers, int times) throws Exception {
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      try (ModelServers.Slot slot = servers.slot(Set.of())) {
        asked.add(slot.server());
        pass(Duration.ofMillis(1));
        slot.failed();
      }
    }
    return asked;
  }

  @Test
  void afterItsRestAServerIsTriedByOneCallAlone() throws Exception {
    ModelServers servers = servers(2, "a", "b");
    fail(servers, 1);
    pass(ServerHealth.FIRST_REST);
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      asked.add(servers.slot(Set.of()).server());
    }
    assertEquals(1, asked.stream().filter("a"::equals).count(), asked.toString());
    ModelFailure failure = assertThrows(ModelFailure.class, () -> servers.slot(Set.of()));
    assertEquals(Reason.BUSY, failure.reason());
  }

  @Test
  void failuresAtOnceAreOneFailure() throws Exception {
    ModelServers servers = servers(8, "a", "b");
    List<ModelServers.Slot> inFlight = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      inFlight.add(servers.slot(Set.of("b")));
    }
    inFlight.forEach(ModelServers.Slot::failed);
    inFlight.forEach(ModelServers.Slot::close);
    inFlight.forEach(ModelServers.Slot::close);
    pass(ServerHealth.FIRST_REST);
    assertEquals("a", servers.slot(Set.of("b")).server());
  }

  @Test
  void soleServerIsUsedThoughItFailed() throws Exception {
    ModelServers servers = servers(2, "a");
    assertEquals(List.of("a", "a"), fail(servers, 2));
    servers.slot(Set.of("a"));
    servers.slot(Set.of("a"));
    long start = System.nanoTime();
    assertThrows(ModelFailure.class, () -> servers.slot(Set.of()));
    assertTrue(System.nanoTime() - start >= Duration.ofMillis(190).toNanos());
  }
}
