package org.radiologytrust.peers.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What differs between versions of Ollama, and what both remember from call to call. */
@Tag("integration")
class OllamaVersionsTest {
  private static final String TWO =
      "{\"judgements\":[{\"label\": \"supported\"},{\"label\":\"needs_review\"}]}";

  private String answer = TWO;
  private final OllamaServer server =
      new OllamaServer(call -> call.stale() ? "stale" : answer)
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
        {'model':'m','messages':[{'role':'user','content':'what?'}],
         'format':{'type':'object','properties':{'judgements':{'type':'array'}}},
         'options':{'num_ctx':512,'num_predict':200}}
        """);
  }

  private static ObjectNode ask(String text, String... images) {
    ObjectNode ask = ask();
    ObjectNode message = (ObjectNode) ask.at("/messages/0");
    message.put("content", text);
    for (String image : images) {
      message.withArray("images").add(image);
    }
    return ask;
  }

  private OllamaAsker.Answered chat(JsonNode body) throws Exception {
    return asker.post("/api/chat", body);
  }

  @Test
  void bothVersionsSayWhichTheyAre() throws Exception {
    assertEquals("0.33.0", asker.get("/api/version").json().path("version").asText());
    server.version("0.24.0");
    assertEquals("0.24.0", asker.get("/api/version").json().path("version").asText());
    assertThrows(IllegalArgumentException.class, () -> server.version("0.25.0"));
  }

  @Test
  void aPromptOverTheContext() throws Exception {
    ObjectNode tooLong = ask("x".repeat(4000));
    for (String version : List.of("0.24.0", "0.33.0")) {
      server.version(version);
      JsonNode cut = chat(tooLong).last();
      assertEquals("stop", cut.path("done_reason").asText());
      int read = version.equals("0.24.0") ? 512 : 256;
      assertEquals(read, cut.path("prompt_eval_count").asInt(), "cut silently");
      OllamaAsker.Answered refused = chat(tooLong.deepCopy().put("truncate", false));
      assertEquals(400, refused.status());
      assertTrue(refused.body().contains("exceed"), refused.body());
    }
    ObjectNode unshifted = tooLong.deepCopy().put("shift", false);
    OllamaAsker.Answered refused = chat(unshifted);
    assertEquals(400, refused.status());
    assertTrue(refused.body().contains("longer than the context length"), refused.body());
    OllamaAsker.Answered uncut = chat(tooLong.deepCopy().put("truncate", false));
    JsonNode nested = OllamaAsker.read(uncut.json().path("error").asText());
    assertEquals(1000, nested.at("/error/n_prompt_tokens").asInt());
    assertEquals(512, nested.at("/error/n_ctx").asInt());
    server.version("0.24.0");
    OllamaAsker.Answered empty = chat(unshifted);
    assertEquals(200, empty.status());
    assertEquals("", empty.content());
    assertEquals("length", empty.last().path("done_reason").asText());
    assertTrue(empty.last().path("eval_duration").asLong() < 0);
  }

  @Test
  void anImageToATextModel() throws Exception {
    ObjectNode image = ask("x", "AAAA").put("model", "text");
    assertEquals(400, chat(image).status());
    server.version("0.24.0");
    assertEquals(500, chat(image).status());
  }

  @Test
  void aBadSchema() throws Exception {
    ObjectNode loose = ask();
    ((ObjectNode) loose.path("format")).putObject("properties").putObject("a").put("pattern", "x");
    ObjectNode unknown = ask();
    ((ObjectNode) unknown.path("format")).put("type", "nonsense");
    assertEquals(200, chat(loose).status(), "the pattern is ignored");
    assertEquals(400, chat(unknown).status());
    server.version("0.24.0");
    assertEquals(500, chat(loose).status());
    assertEquals(500, chat(unknown).status());
  }

  @Test
  void blanksAfterTheClosingBrace() throws Exception {
    assertEquals(TWO, chat(ask()).content());
    server.version("0.24.0");
    OllamaAsker.Answered blanks = chat(ask());
    assertEquals(TWO, blanks.content().strip());
    assertEquals(20, blanks.content().length() - TWO.length());
    int tokens = blanks.last().path("eval_count").asInt();
    ObjectNode tight = ask();
    ((ObjectNode) tight.path("options")).put("num_predict", tokens - 5);
    OllamaAsker.Answered cut = chat(tight);
    assertEquals(TWO, cut.content().strip());
    assertEquals("length", cut.last().path("done_reason").asText(), "though the JSON is whole");
  }

  @Test
  void theSameTokenOverAndOver() throws Exception {
    server.script().always(call -> true, OllamaFault.doneFalse());
    OllamaAsker.Answered streamed = chat(ask());
    assertEquals(TWO, streamed.content());
    assertFalse(streamed.body().contains("done_reason"));
    JsonNode whole = chat(ask().put("stream", false)).json();
    assertFalse(whole.path("done").asBoolean(true));
    assertFalse(whole.has("eval_count"));
  }

  @Test
  void probabilitiesOfLabels() throws Exception {
    server.odds(
        (call, position, label) ->
            position == 0
                ? Map.of("supported", 0.5, "support", 0.1, "u", 0.25, "n", 0.05)
                : Map.of("n", 0.6, "supported", 0.3));
    List<JsonNode> tokens = new ArrayList<>();
    OllamaAsker.Answered answered = chat(ask().put("logprobs", true).put("top_logprobs", 3));
    answered.lines().forEach(line -> line.path("logprobs").forEach(tokens::add));
    StringBuilder text = new StringBuilder();
    tokens.forEach(token -> text.append(token.path("token").asText()));
    assertEquals(TWO, text.toString());
    assertEquals(TWO, answered.content());

    JsonNode supported = find(tokens, "supported");
    assertEquals(Math.log(0.5), supported.path("logprob").asDouble(), 1e-9);
    assertEquals(115, supported.at("/bytes/0").asInt());
    assertEquals(3, supported.path("top_logprobs").size());
    assertEquals("supported", supported.at("/top_logprobs/0/token").asText());
    assertEquals("u", supported.at("/top_logprobs/1/token").asText());
    assertEquals(Math.log(0.25), supported.at("/top_logprobs/1/logprob").asDouble(), 1e-9);

    JsonNode review = find(tokens, "n");
    assertEquals(Math.log(0.6), review.path("logprob").asDouble(), 1e-9);
    assertEquals("supported", review.at("/top_logprobs/1/token").asText());

    JsonNode alone = chat(ask().put("logprobs", true)).lines().get(0).at("/logprobs/0");
    assertFalse(alone.has("top_logprobs"));
    assertFalse(chat(ask()).body().contains("logprobs"));
    assertEquals(400, chat(ask().put("logprobs", true).put("top_logprobs", 21)).status());
  }

  private static JsonNode find(List<JsonNode> tokens, String text) {
    return tokens.stream().filter(t -> t.path("token").asText().equals(text)).findFirst().get();
  }

  @Test
  void theImageTrap() throws Exception {
    assertEquals(TWO, chat(ask("a [img] first?", "AAAA")).content());
    assertEquals(TWO, chat(ask("a [img] second?", "AAAA")).content(), "not switched on");
    server.imageTrap();
    assertEquals(TWO, chat(ask("a [img] first?", "AAAA")).content());
    assertEquals(TWO, chat(ask("a [img] first?", "AAAA")).content(), "the same question");
    assertEquals("stale", chat(ask("a [img] second?", "AAAA")).content());
    assertEquals("stale", chat(ask("a [img] second?", "AAAA")).content(), "still the first's");
    assertEquals(TWO, chat(ask("a [img] second?", "BBBB")).content(), "another image");
    assertEquals(TWO, chat(ask("b [img] second?", "AAAA")).content(), "a nonce before it");
    assertEquals(TWO, chat(ask("first?", "AAAA")).content());
    assertEquals("stale", chat(ask("second?", "AAAA")).content(), "no place: at the front");
    assertEquals(TWO, chat(ask("third?")).content(), "no image");
    ObjectNode other = ask("a [img] second?", "AAAA");
    ((ObjectNode) other.path("options")).put("num_ctx", 1024);
    assertEquals(TWO, chat(other).content(), "loaded anew");
    assertTrue(server.calls().get(4).stale());
  }

  @Test
  void warmUpAndReloads() throws Exception {
    ObjectNode warm = ask();
    warm.putArray("messages");
    assertEquals("load", chat(warm).json().path("done_reason").asText());
    assertTrue(server.calls().get(0).isWarmUp());
    assertEquals("", chat(warm).content());
    assertEquals(1, server.loads());
    chat(ask().put("keep_alive", "30m"));
    assertEquals(1, server.loads(), "keep_alive is no option of the runner");
    ObjectNode threads = ask();
    ((ObjectNode) threads.path("options")).put("num_thread", 1);
    chat(threads);
    assertEquals(2, server.loads());
    assertFalse(server.calls().get(3).isWarmUp());
    JsonNode running = asker.get("/api/ps").json().at("/models/0");
    assertEquals(512, running.path("context_length").asInt());
    assertEquals(server.digest("m"), running.path("digest").asText());
    asker.post(
        "/v1/chat/completions",
        OllamaAsker.object("{'model':'m','messages':[{'role':'user','content':'x'}]}"));
    assertEquals(3, server.loads(), "the other wire has another num_ctx");
    assertEquals("unload", chat(warm.put("keep_alive", 0)).json().path("done_reason").asText());
    assertEquals(0, asker.get("/api/ps").json().path("models").size());
    assertEquals("load", chat(warm.put("keep_alive", "5m")).json().path("done_reason").asText());
    assertEquals(4, server.loads());
  }

  @Test
  void streamsInOddPackets() throws Exception {
    answer = "{\"claims\":[\"Erguß 😀\"]}";
    server.script().nth(1, OllamaFault.splitBytes()).nth(2, OllamaFault.noEnd());
    server.script().nth(3, OllamaFault.crlf());
    OllamaAsker.Answered split = chat(ask());
    assertEquals(answer, split.content());
    assertEquals("stop", split.last().path("done_reason").asText());
    assertFalse(chat(ask()).body().contains("\"done\":true"));
    assertTrue(chat(ask()).body().endsWith("}\r\n"));
  }
}
