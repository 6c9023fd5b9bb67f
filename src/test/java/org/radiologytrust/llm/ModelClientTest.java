package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.feature.FreePorts;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.InvalidAnswer;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.wire.ChatCall;
import org.radiologytrust.llm.wire.ChatReply;
import org.radiologytrust.llm.wire.TokenCounts;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** The client, over the product's own route, against a server that does what real ones did. */
@Tag("safety")
@Tag("integration")
class ModelClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANSWER = "{\"claims\":[{\"n\":1}]}";
  private static final String SCHEMA =
      """
      {"type":"object","required":["claims"],"additionalProperties":false,
       "properties":{"claims":{"type":"array","maxItems":3,
         "items":{"type":"object","properties":{"n":{"type":"number","maximum":1}}}}}}
      """;
  private static final Duration LONG = ModelRoute.LONG;
  private static final Duration SHORT = Duration.ofMillis(700);

  private final OllamaServer ollama =
      new OllamaServer(call -> ANSWER).model("m", "completion", "vision");
  private ModelRoute route = new ModelRoute();
  private ModelClient client;

  @BeforeEach
  void start() throws Exception {
    client = client(List.of(ollama.url().toString()), 1);
    route.start();
  }

  private ModelClient client(List<String> urls, int slots) {
    return route.client(ModelRoute.servers(urls, slots, 2, LONG));
  }

  /** From here on with deadlines that are reached. */
  private void hurry(Duration firstToken, Duration betweenTokens, Duration total) throws Exception {
    route.close();
    route = new ModelRoute(firstToken, betweenTokens, total);
    start();
  }

  @AfterEach
  void stop() throws Exception {
    route.close();
    ollama.close();
  }

  private static ChatRequest request(byte[]... images) throws Exception {
    return new ChatRequest(
        "claims",
        "m",
        images.length > 0 ? "[img]\nLook at it." : "Split the report. ".repeat(10),
        List.of(images),
        JSON.readTree(SCHEMA),
        200,
        "n0nce");
  }

  private String ask() throws Exception {
    return client.ask(request(), JsonNode::toString).value();
  }

  private Reason failure() {
    return assertThrows(ModelFailure.class, this::ask).reason();
  }

  @Test
  void sendsTheWholeRequestAsOllamaWantsIt() throws Exception {
    client.ask(request(new byte[] {1, 2, 3}), JsonNode::toString);
    JsonNode expected =
        JSON.readTree(
            """
            {"model":"m",
             "messages":[{"role":"user","content":"case n0nce\\n[img]\\nLook at it.","images":["AQID"]}],
             "format":%s,
             "stream":true,"think":false,"keep_alive":"30m","truncate":false,"shift":false,
             "options":
               {"temperature":0,"repeat_penalty":1,"seed":1,"num_ctx":4096,"num_predict":200}}
            """
                .formatted(SCHEMA));
    assertEquals(expected, ollama.calls().get(0).body());
  }

  @Test
  void textAloneKeepsItsPrefix() throws Exception {
    ask();
    assertEquals(request().prompt(), ollama.calls().get(0).text());
  }

  static Stream<Arguments> failing() {
    return Stream.of(
        arguments(OllamaFault.http(404, "model 'm' not found"), Reason.NOT_FOUND, 1),
        arguments(OllamaFault.http(400, "invalid format"), Reason.BAD_REQUEST, 1),
        arguments(OllamaFault.contextExceeded(), Reason.PROMPT_TOO_LONG, 1),
        arguments(
            OllamaFault.http(500, "Failed: missing data required for image input"),
            Reason.BAD_REQUEST,
            1),
        arguments(OllamaFault.busy(), Reason.BUSY, 3),
        arguments(OllamaFault.loadFailed(), Reason.SERVER_ERROR, 3),
        arguments(OllamaFault.errorInStream("runner died"), Reason.SERVER_ERROR, 3),
        arguments(OllamaFault.drop(), Reason.BROKEN_STREAM, 3),
        arguments(OllamaFault.doneFalse(), Reason.NOT_DONE, 2),
        arguments(OllamaFault.empty(), Reason.EMPTY, 2),
        arguments(OllamaFault.lengthCut(), Reason.ANSWER_CUT, 2),
        arguments(OllamaFault.content("Sorry, no JSON."), Reason.INVALID_ANSWER, 2),
        arguments(OllamaFault.content("{\"claims\":[{\"n\":42.5}]}"), Reason.INVALID_ANSWER, 2),
        arguments(OllamaFault.promptTokens(3), Reason.PROMPT_CUT, 1));
  }

  @ParameterizedTest
  @MethodSource("failing")
  void failsForWhatItIsAndAsksAgainOnlyWhereThatCanHelp(
      OllamaFault fault, Reason reason, int calls) {
    ollama.script().always(call -> true, fault);
    assertEquals(reason, failure());
    assertEquals(calls, ollama.calls().size());
    assertEquals(calls, route.refusals().size(), "every refusal is told");
    assertEquals(calls - 1, route.retries());
    assertEquals(0, route.answers());
  }

  static Stream<Arguments> late() {
    return Stream.of(
        arguments(OllamaFault.stallBefore(LONG), SHORT, LONG, LONG, Reason.STALLED),
        arguments(OllamaFault.stallBetween(LONG), LONG, SHORT, LONG, Reason.STALLED),
        arguments(OllamaFault.endless(), LONG, LONG, SHORT, Reason.TOO_SLOW));
  }

  @ParameterizedTest
  @MethodSource("late")
  void whatIsLateIsNotAskedAgain(
      OllamaFault fault, Duration first, Duration between, Duration total, Reason reason)
      throws Exception {
    hurry(first, between, total);
    failsForWhatItIsAndAsksAgainOnlyWhereThatCanHelp(fault, reason, 1);
  }

  @Test
  void passingFailureIsAskedAgain() throws Exception {
    ollama.script().nth(1, OllamaFault.busy()).nth(2, OllamaFault.drop());
    assertEquals(ANSWER, ask());
    assertEquals(3, ollama.calls().size());
    assertEquals(2, route.retries());
    assertEquals(1, route.answers());
  }

  @Test
  void waitForASlotCountsAgainstNoDeadline() throws Exception {
    Duration deadline = Duration.ofSeconds(3);
    hurry(deadline, deadline, deadline);
    ModelServers servers = ModelRoute.servers(List.of(ollama.url().toString()), 1, 2, LONG);
    client = route.client(servers);
    ModelServers.Slot taken = servers.slotNow(ollama.url().toString()).orElseThrow();
    var pool = Executors.newSingleThreadExecutor();
    Callable<String> ask = this::ask;
    Future<String> waits = pool.submit(ask);
    Awaitility.await().atMost(LONG).until(() -> servers.waiting() == 1);
    Thread.sleep(deadline.plusMillis(100).toMillis());
    taken.close();
    assertEquals(ANSWER, waits.get());
    pool.shutdownNow();
    assertEquals(List.of(), route.refusals());
  }

  @Test
  void invalidAnswerIsNamedAndAskedAgainWithAnotherSeed() throws Exception {
    ollama.script().nth(1, OllamaFault.content("{\"claims\":[{\"n\":7}]}"));
    assertEquals(ANSWER, ask());
    JsonNode again = ollama.calls().get(1).body();
    assertEquals(2, again.path("options").path("seed").asInt());
    assertTrue(ollama.calls().get(1).text().startsWith(request().prompt()), "the prefix stays");
    assertTrue(ollama.calls().get(1).text().contains("was refused: It does not fit the schema"));
  }

  @Test
  void readersRefusalIsARepairToo() throws Exception {
    String value =
        client
            .ask(
                request(),
                answer -> {
                  if (ollama.calls().size() == 1) {
                    throw new InvalidAnswer("There is no sentence 7.");
                  }
                  return "good";
                })
            .value();
    assertEquals("good", value);
    assertTrue(ollama.calls().get(1).text().contains("There is no sentence 7."));
  }

  @Test
  void cutAnswerGetsTwiceTheRoomOnce() throws Exception {
    ollama.script().nth(1, OllamaFault.lengthCut());
    assertEquals(ANSWER, ask());
    assertEquals(400, ollama.calls().get(1).body().path("options").path("num_predict").asInt());
  }

  @Test
  void slowStartWithinItsDeadlineIsNoStall() throws Exception {
    Duration between = LONG.dividedBy(2);
    hurry(LONG, between, LONG);
    ollama.script().nth(1, OllamaFault.stallBefore(Duration.ofMillis(100)));
    assertEquals(ANSWER, ask());
    Duration untilFirst = route.watched().get(1);
    assertTrue(untilFirst.compareTo(between) > 0, untilFirst.toString());
    Duration untilNext = route.watched().get(2);
    assertTrue(untilNext.compareTo(between) <= 0, untilNext.toString());
  }

  @Test
  void givenUpCallIsCancelledAtTheServer() throws Exception {
    hurry(LONG, LONG, SHORT);
    ollama.script().always(call -> true, OllamaFault.endless());
    failure();
    Awaitility.await().atMost(LONG).until(() -> ollama.calls().get(0).cancelled());
  }

  @Test
  void promptThatCannotFitIsNotSent() throws Exception {
    ChatRequest r = request();
    ChatRequest tooLong =
        new ChatRequest(
            r.step(), r.model(), "word ".repeat(4000), r.images(), r.schema(), 200, "n");
    ModelFailure failure =
        assertThrows(ModelFailure.class, () -> client.ask(tooLong, JsonNode::toString));
    assertEquals(Reason.PROMPT_TOO_LONG, failure.reason());
    assertTrue(ollama.calls().isEmpty());
  }

  @Test
  void noServerIsUnreachable() throws Exception {
    client = client(List.of("http://127.0.0.1:" + FreePorts.one()), 1);
    assertEquals(Reason.UNREACHABLE, failure());
  }

  @Test
  void noMoreCallsInFlightThanSlotsAndNoMoreWaitingThanTheQueue() throws Exception {
    ollama.script().always(call -> true, OllamaFault.stallBefore(Duration.ofMillis(300)));
    var pool = Executors.newFixedThreadPool(6);
    List<Callable<Boolean>> many = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      many.add(
          () -> {
            try {
              ask();
              return true;
            } catch (ModelFailure e) {
              assertEquals(Reason.BUSY, e.reason());
              return false;
            }
          });
    }
    int done = 0;
    for (Future<Boolean> f : pool.invokeAll(many)) {
      done += f.get() ? 1 : 0;
    }
    pool.shutdownNow();
    assertEquals(1, ollama.mostInFlight());
    assertTrue(done >= 3, "one in flight and two waiting at least: " + done);
    assertFalse(route.refusals().isEmpty() && done < 6);
  }

  @Test
  void twoServersShareTheCalls() throws Exception {
    try (OllamaServer second = new OllamaServer(call -> ANSWER).model("m", "completion")) {
      client = client(List.of(ollama.url().toString(), second.url().toString()), 1);
      ollama.script().always(call -> true, OllamaFault.stallBefore(Duration.ofSeconds(3)));
      var pool = Executors.newFixedThreadPool(2);
      List<Callable<String>> two = List.of(this::ask, this::ask);
      for (Future<String> f : pool.invokeAll(two)) {
        assertEquals(ANSWER, f.get());
      }
      pool.shutdownNow();
      assertEquals(1, ollama.calls().size());
      assertEquals(1, second.calls().size());
    }
  }

  @Test
  void imagesCountAsReadTokens() {
    ollama.script().always(call -> true, OllamaFault.promptTokens(10));
    ModelFailure failure =
        assertThrows(
            ModelFailure.class,
            () -> client.ask(request(new byte[] {1, 2, 3}), JsonNode::toString));
    assertEquals(Reason.PROMPT_CUT, failure.reason());
  }

  private String ask(String prompt, int room) throws Exception {
    ChatRequest r = request();
    return client
        .ask(
            new ChatRequest(r.step(), r.model(), prompt, r.images(), r.schema(), room, "n"),
            JsonNode::toString)
        .value();
  }

  private int room(int call) {
    return ollama.calls().get(call).body().path("options").path("num_predict").asInt();
  }

  @Test
  void cutAnswerGetsWhatTheContextLeavesAndNeverLess() throws Exception {
    ollama.script().nth(1, OllamaFault.lengthCut());
    // 2500 characters are 1000 tokens at most: 3096 are left of 4096
    assertEquals(ANSWER, ask("x".repeat(2500), 2500));
    assertEquals(2500, room(0));
    assertEquals(3096, room(1));
  }

  @Test
  void cutAnswerIsNotAskedAgainWhereTheContextLeavesNoMore() {
    ollama.script().always(call -> true, OllamaFault.lengthCut());
    ModelFailure failure = assertThrows(ModelFailure.class, () -> ask("x".repeat(2500), 3096));
    assertEquals(Reason.ANSWER_CUT, failure.reason());
    assertEquals(1, ollama.calls().size());
  }

  @Test
  void correctionThatDoesNotFitIsNotSent() {
    ModelFailure failure =
        assertThrows(
            ModelFailure.class,
            () ->
                client.ask(
                    request(),
                    answer -> {
                      throw new InvalidAnswer("word ".repeat(2000));
                    }));
    assertEquals(Reason.PROMPT_TOO_LONG, failure.reason());
    assertEquals(1, ollama.calls().size());
  }

  @Test
  void patientsTextIsWithheldFromToString() throws Exception {
    ChatRequest request = request();
    String all =
        request
            + " "
            + new ChatCall(request, "http://a", 1, 2, "There is no sentence 7.")
            + " "
            + new ChatReply(ANSWER, new TokenCounts(1, 0, 2), 0, 3, List.of())
            + " "
            + client.ask(request, JsonNode::toString);
    assertFalse(all.contains("Split the report") || all.contains("sentence 7"), all);
    assertFalse(all.contains("claims\":"), all);
    assertTrue(all.contains("ChatRequest[claims, m]"), all);
  }

  @Test
  void interruptedWaitForASlotEndsAndLeavesTheSlotFree() throws Exception {
    ModelServers servers = ModelRoute.servers(List.of(ollama.url().toString()), 1, 2, LONG);
    client = route.client(servers);
    AtomicReference<Throwable> ended = new AtomicReference<>();
    try (ModelServers.Slot taken = servers.slotNow(ollama.url().toString()).orElseThrow()) {
      Thread waits =
          new Thread(() -> ended.set(assertThrows(InterruptedException.class, this::ask)));
      waits.start();
      Awaitility.await().atMost(LONG).until(() -> servers.waiting() == 1);
      waits.interrupt();
      waits.join();
    }
    assertNotNull(ended.get());
    assertEquals(0, servers.waiting());
    assertEquals(ANSWER, ask());
    assertEquals(1, ollama.calls().size());
  }

  @Test
  void whatStandsBehindTheAnswerOrTwiceInItIsRefused() throws Exception {
    for (String odd : List.of(ANSWER + ANSWER, "{\"claims\":[],\"claims\":[{\"n\":1}]}")) {
      ollama.script().times(1, call -> true, OllamaFault.content(odd));
      assertEquals(ANSWER, ask(), odd);
    }
    assertEquals(List.of(Reason.INVALID_ANSWER, Reason.INVALID_ANSWER), route.refusals());
  }
}
