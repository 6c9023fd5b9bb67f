package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.llm.ModelFailure.Reason;
import org.radiologytrust.peers.OllamaFault;
import org.radiologytrust.peers.OllamaServer;

/** The client, over the product's own route, against a server that does what real ones did. */
class ModelClientTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ANSWER = "{\"claims\":[{\"n\":1}]}";
  private static final String SCHEMA =
      """
      {"type":"object","required":["claims"],"additionalProperties":false,
       "properties":{"claims":{"type":"array","maxItems":3,
         "items":{"type":"object","properties":{"n":{"type":"number","maximum":1}}}}}}
      """;
  private static final Duration FIRST = Duration.ofMillis(1500);
  private static final Duration BETWEEN = Duration.ofMillis(400);
  private static final Duration TOTAL = Duration.ofMillis(2500);

  private final OllamaServer ollama =
      new OllamaServer(call -> ANSWER).model("m", "completion", "vision");
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final List<Reason> refusals = new ArrayList<>();
  private final DefaultCamelContext camel = new DefaultCamelContext();
  private ModelClient client;

  @BeforeEach
  void start() throws Exception {
    client = client(List.of(ollama.url().toString()), 1);
    Properties properties = new Properties();
    properties.setProperty("rtl.model.first-token-ms", "" + FIRST.toMillis());
    camel.getPropertiesComponent().setInitialProperties(properties);
    camel.setStreamCaching(false);
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + Path.of("routes/model.yaml")));
    camel.start();
  }

  private ModelClient client(List<String> urls, int slots) {
    ModelOptions options =
        new ModelOptions(4096, "30m", 1, FIRST, BETWEEN, TOTAL, 2, Duration.ofMillis(20));
    camel.getRegistry().bind("modelWire", new OllamaWire(options, watch));
    camel.getRegistry().bind("modelHttp", new AbortingHttpClient());
    return new ModelClient(
        camel.createProducerTemplate(),
        new ModelServers(urls, slots, 2, Duration.ofSeconds(5)),
        options,
        new ModelObserver() {
          @Override
          public void answered(String step, String model, long n, int in, int out, long load) {}

          @Override
          public void refused(String step, String model, Reason reason) {
            refusals.add(reason);
          }
        });
  }

  @AfterEach
  void stop() throws Exception {
    camel.stop();
    watch.shutdownNow();
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
             "options":{"temperature":0,"seed":1,"num_ctx":4096,"num_predict":200}}
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
        arguments(OllamaFault.promptTokens(3), Reason.PROMPT_CUT, 1),
        arguments(OllamaFault.stallBefore(Duration.ofSeconds(20)), Reason.STALLED, 1),
        arguments(OllamaFault.stallBetween(Duration.ofSeconds(20)), Reason.STALLED, 1),
        arguments(OllamaFault.endless(), Reason.TOO_SLOW, 1));
  }

  @ParameterizedTest
  @MethodSource("failing")
  void failsForWhatItIsAndAsksAgainOnlyWhereThatCanHelp(
      OllamaFault fault, Reason reason, int calls) {
    ollama.script().always(call -> true, fault);
    assertEquals(reason, failure());
    assertEquals(calls, ollama.calls().size());
    assertEquals(calls, refusals.size(), "every refusal is told");
  }

  @Test
  void passingFailureIsAskedAgain() throws Exception {
    ollama.script().nth(1, OllamaFault.busy()).nth(2, OllamaFault.drop());
    assertEquals(ANSWER, ask());
    assertEquals(3, ollama.calls().size());
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
  void slowLoadWithinItsDeadlineIsNoStall() throws Exception {
    ollama.script().nth(1, OllamaFault.slowLoad(Duration.ofMillis(900)));
    assertEquals(ANSWER, ask());
  }

  @Test
  void givenUpCallIsCancelledAtTheServer() {
    ollama.script().always(call -> true, OllamaFault.endless());
    failure();
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> ollama.calls().get(0).cancelled());
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
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    client = client(List.of("http://127.0.0.1:" + port), 1);
    assertEquals(Reason.UNREACHABLE, failure());
  }

  @Test
  void noMoreCallsInFlightThanSlotsAndNoMoreWaitingThanTheQueue() throws Exception {
    ollama.script().always(call -> true, OllamaFault.slowLoad(Duration.ofMillis(300)));
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
    assertFalse(refusals.isEmpty() && done < 6);
  }

  @Test
  void twoServersShareTheCalls() throws Exception {
    try (OllamaServer second = new OllamaServer(call -> ANSWER).model("m", "completion")) {
      client = client(List.of(ollama.url().toString(), second.url().toString()), 1);
      ollama.script().always(call -> true, OllamaFault.slowLoad(Duration.ofMillis(500)));
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
  void catalogTellsWhatIsMissing() throws Exception {
    ModelCatalog catalog = new ModelCatalog(List.of(ollama.url().toString()));
    assertTrue(catalog.missing(List.of("m"), List.of("m")).isEmpty());
    assertEquals(ollama.digest("m"), catalog.digest("m"));
    assertTrue(
        catalog
            .missing(List.of("other"), List.of())
            .orElseThrow()
            .contains("lacks the model other"));
    ollama.model("blind", "completion");
    assertTrue(
        catalog.missing(List.of("blind"), List.of("blind")).orElseThrow().contains("cannot see"));
    ModelCatalog nobody = new ModelCatalog(List.of("http://127.0.0.1:1"));
    assertTrue(nobody.missing(List.of("m"), List.of()).orElseThrow().contains("no model server"));
  }
}
