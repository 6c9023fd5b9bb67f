package org.radiologytrust.llm.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.llm.ModelRoute;
import org.radiologytrust.llm.StubServer;
import org.radiologytrust.llm.ask.AnswerSource;
import org.radiologytrust.llm.ask.ChatRequest;
import org.radiologytrust.llm.ask.ChatRequest.Traits;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.ask.ModelFailure;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.ask.WantedProbabilities;

/** The second wire, over the product's own route; streams and errors as real servers write them. */
@Tag("integration")
class OpenAiWireTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT = "/v1/chat/completions";
  private static final String SCHEMA =
      "{\"type\":\"object\",\"properties\":{\"label\":{\"enum\":[\"yes\",\"no\"]}}}";
  private static final String ROLE =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null},\"finish_reason\":null}]}\n\n";
  private static final String STOP = finish("\"stop\"");
  private static final String DONE = "data: [DONE]\n\n";
  private static final String ANSWER = "{\"label\":\"yes\"}";

  private ModelRoute route = new ModelRoute();
  private StubServer server;
  private ModelClient client;

  @BeforeEach
  void start() throws Exception {
    server = new StubServer();
    start(server.url(), OptionalInt.empty());
  }

  private void start(String url, OptionalInt adapter) throws Exception {
    client = route.client(ModelRoute.servers(List.of(url), 1, 2, ModelRoute.LONG));
    route.start((options, watch) -> new OpenAiWire(options, watch, adapter));
  }

  @AfterEach
  void stop() {
    route.close();
    server.close();
  }

  private static String event(String text) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":"
        + JSON.valueToTree(text)
        + "},\"finish_reason\":null}]}\n\n";
  }

  private static String finish(String reason) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":" + reason + "}]}\n\n";
  }

  private static String usage(int prompt, int answer) {
    return "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}\n\n"
        .formatted(prompt, answer);
  }

  private static ChatRequest request(Traits traits, byte[]... images) throws Exception {
    String prompt = "[img]".repeat(images.length) + "\nIs the report of [img] right? ".repeat(4);
    return new ChatRequest(
        "alignment", "m", prompt, List.of(images), JSON.readTree(SCHEMA), 200, "n0nce", traits);
  }

  private AnswerSource.Answer<String> ask(Traits traits, byte[]... images) throws Exception {
    return client.ask(request(traits, images), JsonNode::toString);
  }

  private ModelFailure failure() {
    return assertThrows(ModelFailure.class, () -> ask(Traits.PLAIN));
  }

  @Test
  void sendsTheWholeRequestAsOpenAiWantsIt() throws Exception {
    server.answer(CHAT, 200, ROLE + event(ANSWER) + STOP + DONE);
    ask(new Traits("run", true, WantedProbabilities.CHOSEN), new byte[] {1}, new byte[] {2});
    String text = "\nIs the report of [img] right? ".repeat(4);
    JsonNode expected =
        JSON.readTree(
            """
            {"model":"m",
             "messages":[{"role":"user","content":[
               {"type":"text","text":"case n0nce\\n"},
               {"type":"image_url","image_url":{"url":"data:image/png;base64,AQ=="}},
               {"type":"image_url","image_url":{"url":"data:image/png;base64,Ag=="}},
               {"type":"text","text":%s}]}],
             "response_format":{"type":"json_schema",
               "json_schema":{"name":"alignment","strict":true,"schema":%s}},
             "stream":true,"stream_options":{"include_usage":true},
             "temperature":0,"seed":1,"max_tokens":200,"logprobs":true,"top_logprobs":20}
            """
                .formatted(JSON.valueToTree(text), SCHEMA));
    assertEquals(expected, server.asked(CHAT).get(0).body());
  }

  @Test
  void textAloneIsAStringAndWantsNoProbabilities() throws Exception {
    server.answer(CHAT, 200, event(ANSWER) + STOP + DONE);
    ask(Traits.PLAIN);
    JsonNode body = server.asked(CHAT).get(0).body();
    assertEquals(request(Traits.PLAIN).prompt(), body.at("/messages/0/content").asText());
    assertFalse(body.has("logprobs") || body.has("lora") || body.has("keep_alive"));
  }

  @Test
  void llamaServersAdapterIsOnForStepsMarkedLoraAndOffForOthers() throws Exception {
    server.answer(CHAT, 200, event(ANSWER) + STOP + DONE);
    try (ModelRoute own = new ModelRoute()) {
      client = own.client(ModelRoute.servers(List.of(server.url() + "/v1"), 1, 2, ModelRoute.LONG));
      own.start((options, watch) -> new OpenAiWire(options, watch, OptionalInt.of(3)));
      ask(new Traits("", true, WantedProbabilities.NONE));
      ask(Traits.PLAIN);
    }
    List<StubServer.Asked> asked = server.asked(CHAT);
    assertEquals("[{\"id\":3,\"scale\":1}]", asked.get(0).body().path("lora").toString());
    assertEquals("[{\"id\":3,\"scale\":0}]", asked.get(1).body().path("lora").toString());
  }

  @Test
  void countsTheTokensThatTheServerKept() throws Exception {
    String kept = usage(60, 9).replace("}}", ",\"prompt_tokens_details\":{\"cached_tokens\":41}}}");
    server.answer(CHAT, 200, event(ANSWER) + STOP + kept + DONE);
    ask(Traits.PLAIN);
    assertEquals(List.of(new TokenCounts(60, 41, 9)), route.counts());
  }

  static Stream<String> streams() {
    String plain = ROLE + event("{\"label\":") + event("\"yes\"}") + STOP + usage(60, 9) + DONE;
    return Stream.of(
        plain,
        plain.replace("\n", "\r\n"),
        plain.replace("data: ", "data:"),
        ": ping\n\nevent: message\nid: 7\nretry: 10\n" + plain.replace("data: [D", ":\n\ndata: [D"),
        plain.replace(usage(60, 9), ""),
        plain.replace("\"delta\":{}", "\"delta\":{\"content\":null}"),
        plain.replace("[DONE]\n\n", "[DONE]"));
  }

  @ParameterizedTest
  @MethodSource("streams")
  void readsTheStream(String stream) throws Exception {
    server.answer(CHAT, 200, stream);
    assertEquals(ANSWER, ask(Traits.PLAIN).json());
  }

  static Stream<Arguments> endings() {
    String answer = ROLE + event(ANSWER);
    return Stream.of(
        arguments(answer + finish("\"length\"") + DONE, Reason.ANSWER_CUT),
        arguments(answer + DONE, Reason.NOT_DONE),
        arguments(answer + finish("null") + usage(0, 0) + DONE, Reason.NOT_DONE),
        arguments(answer + finish("\"content_filter\"") + DONE, Reason.NOT_DONE),
        arguments(answer, Reason.NOT_DONE), // Ollama's end of a model that repeats itself
        arguments(answer + STOP, Reason.BROKEN_STREAM),
        arguments(ROLE + event("") + STOP + DONE, Reason.EMPTY),
        arguments(answer + STOP + usage(3, 9) + DONE, Reason.PROMPT_CUT),
        arguments("<html>\nErika Mustermann</html>", Reason.BROKEN_STREAM),
        arguments("{\"object\":\"chat.completion\",\"choices\":[]}", Reason.BROKEN_STREAM),
        arguments("data: Mustermann\n\n", Reason.BROKEN_STREAM),
        arguments(
            ROLE + "data: {\"error\":{\"code\":500,\"message\":\"died\"}}\n\n",
            Reason.SERVER_ERROR),
        arguments(
            "data: {\"error\":{\"code\":null,\"message\":\"This model's maximum context length is 9\"}}\n\n",
            Reason.PROMPT_TOO_LONG),
        arguments(
            "error: {\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}\n\n",
            Reason.BUSY));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void streamThatIsNotWholeIsNoAnswer(String stream, Reason reason) {
    server.answer(CHAT, 200, stream);
    ModelFailure failure = failure();
    assertEquals(reason, failure.reason());
    assertFalse(failure.getMessage().contains("Mustermann"));
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        arguments(
            400,
            "{\"object\":\"error\",\"message\":\"This model's maximum context length is 8192 tokens. However, you requested 9000 tokens\",\"type\":\"BadRequestError\",\"param\":null,\"code\":400}",
            Reason.PROMPT_TOO_LONG),
        arguments(
            400,
            "{\"error\":{\"message\":\"The decoder prompt (length 9000) is longer than the maximum model length of 8192.\",\"type\":\"BadRequestError\",\"code\":400}}",
            Reason.PROMPT_TOO_LONG),
        arguments(
            400,
            "{\"error\":{\"code\":400,\"message\":\"the request exceeds the available context size, try increasing it\",\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":9,\"n_ctx\":8}}",
            Reason.PROMPT_TOO_LONG),
        arguments(
            404,
            "{\"object\":\"error\",\"message\":\"The model `m` does not exist.\",\"type\":\"NotFoundError\",\"code\":404}",
            Reason.NOT_FOUND),
        arguments(
            400,
            "{\"error\":{\"code\":400,\"message\":\"model 'm' not found\",\"type\":\"invalid_request_error\"}}",
            Reason.NOT_FOUND),
        arguments(404, "{\"detail\":\"Not Found\"}", Reason.UNREACHABLE),
        arguments(
            404,
            "{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}",
            Reason.UNREACHABLE),
        arguments(
            503,
            "{\"error\":{\"code\":503,\"message\":\"Loading model\",\"type\":\"unavailable_error\"}}",
            Reason.BUSY),
        arguments(429, "{\"error\":{\"message\":\"slow down\"}}", Reason.BUSY),
        arguments(
            400,
            "{\"error\":{\"message\":\"m is not a multimodal model\",\"code\":400}}",
            Reason.BAD_REQUEST),
        arguments(
            500,
            "{\"error\":{\"code\":500,\"message\":\"image input is not supported - hint: provide the mmproj\",\"type\":\"server_error\"}}",
            Reason.BAD_REQUEST),
        arguments(
            500,
            "{\"error\":{\"message\":\"invalid JSON schema in format\",\"type\":\"api_error\",\"code\":null}}",
            Reason.BAD_REQUEST),
        arguments(400, "{\"error\":{\"message\":\"bad seed\"}}", Reason.BAD_REQUEST),
        arguments(500, "Internal Server Error", Reason.SERVER_ERROR));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void errorsMeanWhatTheyAre(int status, String body, Reason reason) {
    server.answer(CHAT, status, body);
    assertEquals(reason, failure().reason());
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(ints = {401, 403})
  void lockedServerNamesTheSettingOfTheToken(int status) {
    server.answer(CHAT, status, "{\"error\":{\"message\":\"Invalid API Key\",\"code\":401}}");
    ModelFailure failure = failure();
    assertEquals(Reason.UNREACHABLE, failure.reason());
    assertTrue(failure.getMessage().contains("rtl.model.token"), failure.getMessage());
  }

  @Test
  void keepAliveCommentsAreNoTokens() throws Exception {
    route.close();
    route = new ModelRoute(Duration.ofMillis(600), ModelRoute.LONG, ModelRoute.LONG);
    start(server.url(), OptionalInt.empty());
    server.answer(
        CHAT,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(ROLE.getBytes(StandardCharsets.UTF_8));
          try {
            for (int i = 0; i < 1000; i++) {
              exchange.getResponseBody().write(": ping\n\n".getBytes(StandardCharsets.UTF_8));
              exchange.getResponseBody().flush();
              Thread.sleep(100);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertEquals(Reason.STALLED, failure().reason());
  }

  @Test
  void tellsHowProbableEachValueWas() throws Exception {
    String probabilities =
        event("yes")
            .replace(
                "\"finish_reason\"",
                "\"logprobs\":{\"content\":[{\"token\":\"yes\",\"logprob\":-0.5108256,\"top_logprobs\":["
                    + "{\"token\":\"yes\",\"logprob\":-0.5108256},{\"token\":\"no\",\"logprob\":-1.6094379},"
                    + "{\"token\":\"maybe\",\"logprob\":-1.6094379}]}]},\"finish_reason\"");
    String around =
        "\"logprobs\":{\"content\":[{\"token\":%s,\"logprob\":0,\"top_logprobs\":[]}]},";
    String before =
        event("{\"label\":\"")
            .replace("\"finish", around.formatted("\"{\\\"label\\\":\\\"\"") + "\"finish");
    String after = event("\"}").replace("\"finish", around.formatted("\"\\\"}\"") + "\"finish");
    server.answer(CHAT, 200, ROLE + before + probabilities + after + STOP + DONE);
    AnswerSource.Answer<String> answer = ask(new Traits("", false, WantedProbabilities.CHOSEN));
    assertEquals(0.75, answer.choices().byPointer().get("/label").get("yes"), 1e-6);
    assertEquals(
        ChoiceProbabilities.NONE, ask(Traits.PLAIN).choices(), "as they were not asked for");
  }

  @Test
  void tokenGoesWithTheCall() throws Exception {
    server.answer("/", 200, "{}");
    for (String token : List.of("s3cret", "")) {
      HttpClientBuilder builder = HttpClientBuilder.create();
      new BearerToken(token).configureHttpClient(builder);
      try (var http = builder.build()) {
        http.execute(new HttpGet(server.url() + "/"), response -> response.getCode());
      }
    }
    assertEquals("Bearer s3cret", server.asked("/").get(0).authorization());
    assertEquals("", server.asked("/").get(1).authorization());
  }
}
