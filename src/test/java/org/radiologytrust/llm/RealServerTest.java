package org.radiologytrust.llm;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
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
import org.radiologytrust.llm.server.ModelCatalog;
import org.radiologytrust.llm.server.ModelServers;
import org.radiologytrust.peers.ollama.RealOllama;

/**
 * What a real server does, made to happen on one, and what follows. The other version's ways are in
 * the tests against the fake, which is held beside this server.
 */
@Tag("peers")
@Tag("real-model")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String LABEL =
      """
      {"type": "object", "required": ["label"], "additionalProperties": false,
       "properties": {"label": {"enum": ["supported", "uncertain", "needs_review"]}}}
      """;

  private final List<ModelRoute> routes = new CopyOnWriteArrayList<>();
  private RealOllama ollama;

  @BeforeAll
  void start() {
    ollama = RealOllama.start();
    ollama.createGemma("gemma");
  }

  @AfterEach
  void stopRoutes() {
    routes.forEach(ModelRoute::close);
    routes.clear();
  }

  @AfterAll
  void stop() {
    ollama.close();
  }

  private ModelRoute route(Duration firstToken, Duration betweenTokens, Duration total)
      throws Exception {
    ModelRoute route = new ModelRoute(firstToken, betweenTokens, total);
    routes.add(route);
    route.start();
    return route;
  }

  private ModelClient client(ModelRoute route) {
    return route.client(
        new ModelServers(
            List.of(ollama.url().toString()),
            new ModelServers.Limits(1, 2, LONG, Duration.ofSeconds(1), Duration.ofSeconds(5))));
  }

  private ModelClient client() throws Exception {
    return client(route(LONG, LONG, LONG));
  }

  private static ChatRequest request(
      String model, String prompt, String schema, int room, byte[]... images) throws Exception {
    return request(WantedProbabilities.ALL, model, prompt, schema, room, images);
  }

  private static ChatRequest request(
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
  private static ChatRequest label(WantedProbabilities odds) throws Exception {
    String examples =
        """
        Claim A: {"label": "supported"}
        Claim B: {"label": "uncertain"}
        Claim C: {"label": "needs_review"}
        Claim D: {"label": "supported"}
        Claim E: \
        """;
    return request(odds, "gemma", examples, LABEL, 60);
  }

  /** A schema that leaves one answer. */
  private static String only(String text) {
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

  private static Reason refusal(ModelClient client, ChatRequest request) {
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
    assertTrue(chosen <= all.choices().byPointer().get("/label").get("supported") + 1e-9);
    assertEquals(odds.get("uncertain"), odds.get("needs_review"), 1e-9, "these share the rest");
    assertEquals(1, odds.values().stream().mapToDouble(p -> p).sum(), 1e-9);
  }

  /** A model that repeats itself. */
  private static ChatRequest sure(WantedProbabilities odds) throws Exception {
    return request(odds, "gemma", "{\"label\": \"supported\"}\n".repeat(20), LABEL, 60);
  }

  /** The grammar made it say what it held for unlikely: then nothing is told. */
  @ParameterizedTest
  @EnumSource(WantedProbabilities.class)
  void tellsNoProbabilityOfALabelThatWasForcedOnIt(WantedProbabilities odds) throws Exception {
    String prompt = "Claim: the left lung is clear.\nLabel:";
    ChatRequest request = request(odds, "gemma", prompt, LABEL, 60);
    assertEquals(ChoiceProbabilities.NONE, client().ask(request, JsonNode::toString).choices());
  }

  @Test
  void namesTheDigestOfWhatAnswered() throws Exception {
    client().ask(label(WantedProbabilities.ALL), JsonNode::toString);
    String url = ollama.url().toString();
    ModelCatalog catalog = ModelCatalog.ollama(() -> List.of(url), 4096, "", Optional.empty());
    String digest = catalog.digest(url, "gemma");
    assertEquals(64, digest.length());
    assertEquals(digest, catalog.models(url).get("gemma:latest"));
    assertEquals(List.of(), catalog.problems(List.of("gemma"), List.of()));
    assertTrue(
        catalog.problems(List.of("gemma"), List.of("gemma")).get(0).contains("cannot see images"));
    assertEquals("0.24.0", catalog.version(url));
  }

  /** A token for each digit: more than the client's own count takes for possible. */
  @Test
  void aPromptOverTheContextIsRefusedAndNotCut() throws Exception {
    ChatRequest request = request("gemma", "1".repeat(5000), LABEL, 60);
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
            .ask(request("gemma", "Say it.", only(text), 15), json -> json.path("text").asText())
            .value());
    assertEquals(List.of(Reason.ANSWER_CUT), route.refusals());
    assertEquals(Reason.ANSWER_CUT, refusal(client, request("gemma", "Say it.", only(text), 3)));
  }

  @Test
  void aModelThatRepeatsItselfIsGivenUpByTheServerAndIsAFailure() throws Exception {
    ModelRoute route = route(LONG, LONG, LONG);
    assertEquals(
        Reason.NOT_DONE,
        refusal(client(route), request("gemma", "Say it.", only("0".repeat(60)), 200)));
    assertEquals(List.of(Reason.NOT_DONE, Reason.NOT_DONE), route.refusals(), "asked twice");
  }

  @Test
  void anImageForAModelThatCannotSeeIsRefused() throws Exception {
    ChatRequest request = request("gemma", "[img]\nWhat is it?", LABEL, 60, ExamImage.disc());
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
        Reason.INVALID_ANSWER, refusal(client(route), request("gemma", "p = 1", schema, 40)));
    assertEquals(2, route.refusals().size(), "one repair");
  }

  @Test
  void aModelThatIsDeletedIsNotFoundUntilItIsThereAgain() throws Exception {
    ollama.createGemma("passing");
    ChatRequest request = request("passing", "Label:", LABEL, 60);
    client().ask(request, JsonNode::toString);
    ollama.delete("passing");
    assertEquals(Reason.NOT_FOUND, refusal(client(), request));
    ollama.createGemma("passing");
    client().ask(request, JsonNode::toString);
    ollama.delete("passing");
  }

  @Test
  void aLoadThatTakesTooLongIsAStallAndTheServerGoesOn() throws Exception {
    ollama.createGemma("slow");
    ModelClient impatient = client(route(Duration.ofMillis(1), LONG, LONG));
    assertEquals(Reason.STALLED, refusal(impatient, request("slow", "Label:", LABEL, 60)));
    client().ask(request("slow", "Label:", LABEL, 60), JsonNode::toString);
    ollama.delete("slow");
  }

  @Test
  void aServerThatHangsIsGivenUpAndAnswersWhenItIsBack() throws Exception {
    ModelClient client = client(route(Duration.ofSeconds(5), Duration.ofSeconds(5), LONG));
    client().ask(label(WantedProbabilities.ALL), JsonNode::toString);
    ollama.freeze();
    try {
      assertEquals(Reason.STALLED, refusal(client, label(WantedProbabilities.ALL)));
    } finally {
      ollama.thaw();
    }
    client().ask(label(WantedProbabilities.ALL), JsonNode::toString);
  }

  /** The long answer would take a minute; what is hung up on stops at once. */
  @Test
  void hangingUpStopsTheServer() throws Exception {
    String text = "The lungs are clear and the heart is of normal size. ".repeat(40);
    ModelClient impatient = client(route(LONG, LONG, Duration.ofSeconds(4)));
    assertEquals(
        Reason.TOO_SLOW, refusal(impatient, request("gemma", "Say it.", only(text), 1000)));
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
    ChatRequest request = request("gemma", "Say it.", only(text), 200);
    CompletableFuture<String> asked =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return client.ask(request, json -> json.path("text").asText()).value();
              } catch (Exception e) {
                throw new CompletionException(e);
              }
            });
    await().atMost(LONG).until(() -> ollama.processes() == 2);
    Thread.sleep(1500); // in the middle of the answer, or of the load
    ollama.kill();
    ollama.restart();
    assertEquals(text, asked.get());
    assertTrue(route.refusals().size() >= 1, "the first try broke");
  }
}
