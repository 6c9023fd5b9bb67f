package org.radiologytrust.peers.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The OpenAI-compatible wire of vLLM, llama-server and Ollama. */
@Tag("integration")
class OllamaOpenAiTest {
  private static final String ANSWER = "{\"judgements\":[{\"label\": \"uncertain\"}]}";

  private final OllamaServer server =
      new OllamaServer(call -> call.stale() ? "stale" : ANSWER)
          .model("m", "completion", "vision")
          .model("text", "completion");
  private final OllamaAsker asker = new OllamaAsker(server.url());

  @AfterEach
  void stop() {
    server.close();
  }

  private static ObjectNode ask() {
    return OllamaAsker.object(
        """
        {'model':'m','messages':[{'role':'user','content':'what?'}],'stream':true,
         'response_format':{'type':'json_schema','json_schema':{'name':'a','strict':true,'schema':
           {'type':'object','properties':{'judgements':{'type':'array'}}}}},
         'stream_options':{'include_usage':true},'seed':7,'max_tokens':100}
        """);
  }

  private static ObjectNode ask(String before, String image, String after) {
    ObjectNode ask = ask();
    ask.set(
        "messages",
        OllamaAsker.object(
                """
                {'a':[{'role':'user','content':[{'type':'text','text':'%s'},{'type':'image_url',
                 'image_url':{'url':'data:image/png;base64,%s'}},{'type':'text','text':'%s'}]}]}
                """
                    .formatted(before, image, after))
            .path("a"));
    return ask;
  }

  private OllamaAsker.Answered chat(JsonNode body) throws Exception {
    return asker.post("/v1/chat/completions", body);
  }

  private static JsonNode error(OllamaAsker.Answered answered, int status) {
    assertEquals(status, answered.status(), answered.body());
    return answered.json().path("error");
  }

  @Test
  void streamsEvents() throws Exception {
    server.vllm();
    OllamaAsker.Answered answered = chat(ask());
    assertTrue(answered.type().startsWith("text/event-stream"));
    assertTrue(answered.body().endsWith("\n\ndata: [DONE]\n\n"));
    assertEquals(ANSWER, answered.content());
    List<JsonNode> events = answered.events();
    assertTrue(events.get(0).at("/choices/0/finish_reason").isNull());
    assertEquals("stop", events.get(events.size() - 2).at("/choices/0/finish_reason").asText());
    JsonNode usage = events.get(events.size() - 1);
    assertEquals(0, usage.path("choices").size());
    assertEquals(2, usage.at("/usage/prompt_tokens").asInt());
    assertEquals(2 + 10, usage.at("/usage/total_tokens").asInt());
    assertEquals("assistant", events.get(0).at("/choices/0/delta/role").asText());
    assertFalse(events.get(1).at("/choices/0/delta").has("role"));
    assertTrue(events.get(1).at("/choices/0/logprobs").isNull());
    OllamaCall call = server.calls().get(0);
    assertTrue(call.openAi() && call.stream() && !call.isWarmUp());
    assertEquals("alignment", call.step());
    assertEquals("what?", call.text());
    assertEquals(7, call.option("seed").asInt());
    ObjectNode plain = ask();
    plain.remove("stream_options");
    assertFalse(chat(plain).body().contains("usage"));
  }

  @Test
  void answersWholeByDefault() throws Exception {
    server.llamaServer();
    ObjectNode whole = ask();
    whole.remove("stream");
    JsonNode answer = chat(whole).json();
    assertEquals(ANSWER, answer.at("/choices/0/message/content").asText());
    assertEquals("stop", answer.at("/choices/0/finish_reason").asText());
    assertEquals(10, answer.at("/usage/completion_tokens").asInt());
    JsonNode cut = chat(whole.put("max_tokens", 3)).json();
    assertEquals("length", cut.at("/choices/0/finish_reason").asText());
    assertEquals(3, cut.at("/usage/completion_tokens").asInt());
  }

  @Test
  void imagesAreParts() throws Exception {
    server.vllm().imageTrap();
    assertEquals(ANSWER, chat(ask("a", "AAAA", "first?")).content());
    OllamaCall call = server.calls().get(0);
    assertEquals(List.of("AAAA"), call.images());
    assertEquals("a\nfirst?", call.text());
    assertEquals("stale", chat(ask("a", "AAAA", "second?")).content());
    assertEquals(ANSWER, chat(ask("b", "AAAA", "second?")).content());
  }

  @Test
  void probabilities() throws Exception {
    server.vllm().odds((c, position, label) -> Map.of("u", 0.8, "supported", 0.1));
    List<JsonNode> tokens = new ArrayList<>();
    OllamaAsker.Answered answered = chat(ask().put("logprobs", true).put("top_logprobs", 2));
    answered.events().forEach(e -> e.at("/choices/0/logprobs/content").forEach(tokens::add));
    assertEquals(ANSWER, answered.content());
    JsonNode label =
        tokens.stream().filter(t -> t.path("token").asText().equals("u")).findFirst().get();
    assertEquals(Math.log(0.8), label.path("logprob").asDouble(), 1e-9);
    assertEquals("supported", label.at("/top_logprobs/1/token").asText());
  }

  @Test
  void vllmTellsAndRefuses() throws Exception {
    server.vllm().context(600);
    JsonNode models = asker.get("/v1/models").json();
    assertEquals("m", models.at("/data/0/id").asText());
    assertEquals(600, models.at("/data/0/max_model_len").asInt());
    assertEquals(200, asker.get("/health").status());
    assertFalse(asker.get("/version").json().path("version").asText().isEmpty());
    assertEquals(404, asker.get("/props").status());
    assertEquals(404, asker.get("/api/tags").status());
    assertEquals(404, asker.post("/api/chat", ask()).status());

    JsonNode over = error(chat(ask().put("max_tokens", 599)), 400);
    assertTrue(over.path("message").asText().contains("maximum context length is 600 tokens"));
    assertEquals("BadRequestError", over.path("type").asText());
    assertEquals(400, over.path("code").asInt());
    JsonNode none = error(chat(ask().put("model", "none")), 404);
    assertEquals("NotFoundError", none.path("type").asText());
    error(chat(ask("a", "AAAA", "b").put("model", "text")), 400);
  }

  @Test
  void llamaServerTellsAndRefuses() throws Exception {
    server.llamaServer().context(300);
    JsonNode props = asker.get("/props").json();
    assertTrue(props.at("/modalities/vision").asBoolean());
    assertEquals(300, props.at("/default_generation_settings/n_ctx").asInt());
    assertFalse(props.path("build_info").asText().isEmpty());
    assertEquals("ok", asker.get("/health").json().path("status").asText());
    assertEquals("m", asker.get("/v1/models").json().at("/data/0/id").asText());

    ObjectNode adapted = ask().put("model", "whatever");
    adapted.set("lora", OllamaAsker.object("{'a':[{'id':0,'scale':1}]}").path("a"));
    OllamaAsker.Answered answered = chat(adapted);
    assertEquals(ANSWER, answered.content(), "any name means its one model");
    assertTrue(answered.events().get(0).at("/choices/0/delta/content").isNull());
    assertEquals(1, server.calls().get(0).lora().at("/0/scale").asInt());

    ObjectNode tooLong = ask("x".repeat(1300), "AAAA", "b");
    JsonNode over = error(chat(tooLong), 400);
    assertEquals("exceed_context_size_error", over.path("type").asText());

    server.loading(true);
    assertEquals("Loading model", error(asker.get("/health"), 503).path("message").asText());
    JsonNode loading = error(chat(ask()), 503);
    assertEquals("Loading model", loading.path("message").asText());
    assertEquals("unavailable_error", loading.path("type").asText());
    server.loading(false);
    assertEquals(200, chat(ask()).status());
    server.removeModel("m");
    error(chat(ask("a", "AAAA", "b")), 500);
  }

  @Test
  void ollamaRefusesInItsOwnWords() throws Exception {
    JsonNode none = error(chat(ask().put("model", "none")), 404);
    assertEquals("not_found_error", none.path("type").asText());
    assertTrue(none.path("code").isNull());
    assertEquals("m:latest", asker.get("/v1/models").json().at("/data/0/id").asText());
  }

  @Test
  void onlyWithTheToken() throws Exception {
    server.vllm().token("secret");
    assertEquals(401, chat(ask()).status());
    assertEquals(401, asker.get("/v1/models").status());
    assertEquals(200, asker.get("/health").status());
    assertEquals(401, new OllamaAsker(server.url(), "Bearer no").get("/v1/models").status());
    OllamaAsker known = new OllamaAsker(server.url(), "Bearer secret");
    assertEquals(200, known.get("/v1/models").status());
    assertEquals(ANSWER, known.post("/v1/chat/completions", ask()).content());
    server.llamaServer();
    assertEquals("authentication_error", error(chat(ask()), 401).path("type").asText());
  }

  @Test
  void badEndings() throws Exception {
    server.vllm().script().nth(1, OllamaFault.noEnd()).nth(2, OllamaFault.doneFalse());
    server.script().nth(3, OllamaFault.errorInStream("died")).nth(4, OllamaFault.drop());
    server.script().nth(5, OllamaFault.lengthCut()).nth(6, OllamaFault.http(500, "no"));
    OllamaAsker.Answered cut = chat(ask());
    assertEquals(ANSWER, cut.content());
    assertFalse(cut.body().contains("[DONE]") || cut.body().contains("\"stop\""));

    OllamaAsker.Answered unfinished = chat(ask());
    List<JsonNode> events = unfinished.events();
    assertTrue(events.get(events.size() - 2).at("/choices/0/finish_reason").isNull());
    assertEquals(0, events.get(events.size() - 1).at("/usage/total_tokens").asInt(-1));
    assertTrue(unfinished.body().contains("[DONE]"));

    List<JsonNode> broken = chat(ask()).events();
    assertEquals("died", broken.get(broken.size() - 1).at("/error/message").asText());
    assertThrows(IOException.class, () -> chat(ask()));
    List<JsonNode> length = chat(ask()).events();
    assertEquals("length", length.get(length.size() - 2).at("/choices/0/finish_reason").asText());
    assertEquals("no", error(chat(ask()), 500).path("message").asText());

    server.version("0.24.0").script().nth(7, OllamaFault.doneFalse());
    assertFalse(chat(ask()).body().contains("[DONE]"), "Ollama's stream just stops");
  }

  @Test
  void eventsInOddForms() throws Exception {
    server.vllm().script().nth(1, OllamaFault.keepAlives()).nth(2, OllamaFault.crlf());
    server.script().nth(3, OllamaFault.splitBytes());
    server.script().nth(4, OllamaFault.stallBetween(Duration.ofMillis(50)));
    OllamaAsker.Answered comments = chat(ask());
    assertTrue(comments.body().contains("\n\n: keep-alive\n\ndata: "));
    assertEquals(ANSWER, comments.content());
    OllamaAsker.Answered crlf = chat(ask());
    assertTrue(crlf.body().endsWith("\r\n\r\ndata: [DONE]\r\n\r\n"));
    assertEquals(ANSWER, crlf.content());
    assertEquals(ANSWER, chat(ask()).content());
    assertEquals(ANSWER, chat(ask()).content());
  }
}
