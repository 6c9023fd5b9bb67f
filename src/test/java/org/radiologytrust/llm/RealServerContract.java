package org.radiologytrust.llm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ChatRequest.Traits;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;
import org.radiologytrust.llm.exam.ExamImage;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.llm.wire.ModelOptions;
import org.radiologytrust.llm.wire.ModelWire;
import org.radiologytrust.peers.RealServer;
import org.radiologytrust.peers.llama.SmallPair;

/** What real servers do, made to happen on each, and what follows. */
abstract class RealServerContract<S extends RealServer> {
  /** Gemma 3 270M, which cannot see and goes on with what it is given. */
  static final String PLAIN = SmallPair.PLAIN;

  static final Duration LONG = Duration.ofMinutes(2);
  static final String LABEL =
      """
      {"type": "object", "required": ["label"], "additionalProperties": false,
       "properties": {"label": {"enum": ["supported", "uncertain", "needs_review"]}}}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<ModelRoute> routes = new CopyOnWriteArrayList<>();
  private S server;

  /** Starts the server, which has the model {@link #PLAIN}. */
  abstract S open();

  abstract ModelWire wire(ModelOptions options, ScheduledExecutorService watch);

  @BeforeAll
  void start() {
    server = open();
  }

  final S server() {
    return server;
  }

  @AfterEach
  void stopRoutes() {
    routes.forEach(ModelRoute::close);
    routes.clear();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  final ModelRoute route(Duration firstToken, Duration betweenTokens, Duration total)
      throws Exception {
    ModelRoute route = new ModelRoute(firstToken, betweenTokens, total);
    routes.add(route);
    route.start(this::wire);
    return route;
  }

  final ModelClient client(ModelRoute route) {
    return route.client(
        new ModelServers(
            List.of(server.url().toString()),
            new ModelServers.Limits(1, 2, LONG, Duration.ofSeconds(1), Duration.ofSeconds(5))));
  }

  final ModelClient client() throws Exception {
    return client(route(LONG, LONG, LONG));
  }

  static ChatRequest request(String model, String prompt, String schema, int room, byte[]... images)
      throws Exception {
    return request(WantedProbabilities.ALL, model, prompt, schema, room, images);
  }

  static ChatRequest request(
      WantedProbabilities odds,
      String model,
      String prompt,
      String schema,
      int room,
      byte[]... images)
      throws Exception {
    return new ChatRequest(
        "alignment",
        model,
        prompt,
        List.of(images),
        JSON.readTree(schema),
        room,
        "n0nce",
        new Traits("run", true, odds));
  }

  /** A base model goes on with a list; without examples no label is among its likely tokens. */
  static ChatRequest label(WantedProbabilities odds) throws Exception {
    String examples =
        """
        Claim A
        {"label": "supported"}
        Claim B
        {"label": "uncertain"}
        Claim C
        {"label": "needs_review"}
        Claim D
        {"label": "supported"}
        Claim E
        """;
    return request(odds, PLAIN, examples, LABEL, 60);
  }

  /**
   * What a base model goes on with in the same form: without it, some servers let it write blanks.
   */
  static String like(String json) {
    return (json + "\n").repeat(3);
  }

  /** A schema that leaves one answer. */
  static String only(String text) {
    return JSON.createObjectNode()
        .put("type", "object")
        .put("additionalProperties", false)
        .<com.fasterxml.jackson.databind.node.ObjectNode>set(
            "properties",
            JSON.createObjectNode()
                .set("text", JSON.createObjectNode().set("enum", JSON.createArrayNode().add(text))))
        .set("required", JSON.createArrayNode().add("text"))
        .toString();
  }

  static Reason refusal(ModelClient client, ChatRequest request) {
    return assertThrows(ModelFailure.class, () -> client.ask(request, JsonNode::toString)).reason();
  }

  @Test
  void answersWithTheProbabilitiesOfItsLabels() throws Exception {
    AnswerSource.Answer<String> answer =
        client().ask(label(WantedProbabilities.ALL), json -> json.path("label").asText());
    Map<String, Double> odds = answer.choices().byPointer().get("/label");
    assertEquals(3, odds.size());
    assertEquals(1, odds.values().stream().mapToDouble(p -> p).sum(), 1e-9);
    double chosen = odds.get(answer.value());
    assertTrue(odds.values().stream().allMatch(p -> p <= chosen), odds + " " + answer.value());
    assertTrue(chosen < 1, "a base model is not that sure: " + odds);
    assertEquals(1, answer.calls());
  }

  /** The chosen value's is the share of its token among all, not among the labels. */
  @Test
  void answersWithTheProbabilityOfTheChosenLabelAlone() throws Exception {
    AnswerSource.Answer<String> all =
        client().ask(sure(WantedProbabilities.ALL), json -> json.toString());
    AnswerSource.Answer<String> one =
        client().ask(sure(WantedProbabilities.CHOSEN), json -> json.toString());
    assertEquals(all.value(), one.value());
    Map<String, Double> odds = one.choices().byPointer().get("/label");
    double chosen = odds.get("supported");
    assertTrue(chosen > 0.5 && chosen < 1, "it said it twenty times: " + odds);
    // the second one was read from the cache, which changes the last digits
    assertTrue(chosen <= all.choices().byPointer().get("/label").get("supported") + 0.01);
    assertEquals(1, odds.values().stream().mapToDouble(p -> p).sum(), 1e-9);
  }

  /** A model that repeats itself. */
  private static ChatRequest sure(WantedProbabilities odds) throws Exception {
    return request(odds, PLAIN, "{\"label\": \"supported\"}\n".repeat(20), LABEL, 60);
  }

  /** The grammar made it say what it held for unlikely: then nothing is told. */
  @ParameterizedTest
  @EnumSource(WantedProbabilities.class)
  void tellsNoProbabilityOfALabelThatWasForcedOnIt(WantedProbabilities odds) throws Exception {
    String prompt = "Claim: the left lung is clear.\nLabel:";
    ChatRequest request = request(odds, PLAIN, prompt, LABEL, 60);
    assertEquals(ChoiceProbabilities.NONE, client().ask(request, JsonNode::toString).choices());
  }

  /** A token for each digit: more than the client's own count takes for possible. */
  @Test
  void aPromptOverTheContextIsRefusedAndNotCut() throws Exception {
    ChatRequest request = request(PLAIN, "1".repeat(5000), LABEL, 60);
    assertEquals(Reason.PROMPT_TOO_LONG, refusal(client(), request));
  }

  @Test
  void anAnswerCutAtItsLimitGetsMoreRoomOnceAndIsThenAFailure() throws Exception {
    String text = "Once upon a time there was a lung.";
    ModelRoute route = route(LONG, LONG, LONG);
    ModelClient client = client(route);
    assertEquals(
        text,
        client
            .ask(
                request(PLAIN, like("{\"text\": \"Hello.\"}"), only(text), 15),
                json -> json.path("text").asText())
            .value());
    assertEquals(List.of(Reason.ANSWER_CUT), route.refusals());
    assertEquals(
        Reason.ANSWER_CUT,
        refusal(client, request(PLAIN, like("{\"text\": \"Hello.\"}"), only(text), 3)));
  }

  @Test
  void anImageForAModelThatCannotSeeIsRefused() throws Exception {
    ChatRequest request = request(PLAIN, "[img]\nWhat is it?", LABEL, 60, ExamImage.disc());
    ModelFailure failure =
        assertThrows(ModelFailure.class, () -> client().ask(request, JsonNode::toString));
    assertEquals(Reason.BAD_REQUEST, failure.reason());
    assertTrue(failure.getMessage().contains("cannot see images"), failure.getMessage());
  }

  @Test
  void aNumberOverItsBoundIsCaughtHere() throws Exception {
    String schema =
        """
        {"type": "object", "required": ["p"], "additionalProperties": false,
         "properties": {"p": {"type": "number", "minimum": 7.5, "maximum": 7.6}}}
        """;
    ModelRoute route = route(LONG, LONG, LONG);
    assertEquals(
        Reason.INVALID_ANSWER,
        refusal(client(route), request(PLAIN, like("{\"p\": 1}"), schema, 40)));
    assertEquals(2, Collections.frequency(route.refusals(), Reason.INVALID_ANSWER), "one repair");
  }

  @Test
  void aServerThatHangsIsGivenUpAndAnswersWhenItIsBack() throws Exception {
    ModelClient client = client(route(Duration.ofSeconds(5), Duration.ofSeconds(5), LONG));
    client().ask(label(WantedProbabilities.ALL), JsonNode::toString);
    server.freeze();
    try {
      assertEquals(Reason.STALLED, refusal(client, label(WantedProbabilities.ALL)));
    } finally {
      server.thaw();
    }
    client().ask(label(WantedProbabilities.ALL), JsonNode::toString);
  }

  /** The long answer would take a minute; what is hung up on stops at once. */
  @Test
  void hangingUpStopsTheServer() throws Exception {
    String text = "The lungs are clear and the heart is of normal size. ".repeat(40);
    ModelClient impatient = client(route(LONG, LONG, Duration.ofSeconds(4)));
    assertEquals(Reason.TOO_SLOW, refusal(impatient, request(PLAIN, "Say it.", only(text), 1000)));
    long start = System.nanoTime();
    client().ask(label(WantedProbabilities.ALL), JsonNode::toString);
    long waited = Duration.ofNanos(System.nanoTime() - start).toSeconds();
    assertTrue(waited < 20, waited + " s");
  }

  @Test
  void aServerKilledInMidStreamIsAskedAgainWhenItIsBack() throws Exception {
    String text = "The lungs are clear and the heart is of normal size. ".repeat(4).strip();
    ModelRoute route = route(LONG, LONG, LONG);
    ModelClient client = client(route);
    ChatRequest request = request(PLAIN, "Say it.", only(text), 200);
    CompletableFuture<String> asked =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return client.ask(request, json -> json.path("text").asText()).value();
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    await().atMost(LONG).until(() -> server.processes() == 2);
    Thread.sleep(1500); // in the middle of the answer, or of the load
    server.kill();
    server.restart();
    assertEquals(text, asked.get());
    assertTrue(route.refusals().size() >= 1, "the first try broke");
  }
}
