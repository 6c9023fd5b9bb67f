package org.radiologytrust.peers.ollama;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The same requests to a real Ollama 0.33.0 and to the tests' own server. */
@Tag("peers")
@Tag("real-model")
class FakeIsLikeRealTest {
  private static final String ANSWER = "{\"label\": \"supported\"}";
  private static final String PIXEL =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  private static RealOllama real;
  private static OllamaServer fake;

  @BeforeAll
  static void start() {
    real = RealOllama.start();
    real.createGemma("gemma");
    fake = new OllamaServer(call -> ANSWER).version("0.33.0").model("gemma", "completion");
  }

  @AfterAll
  static void stop() {
    real.close();
    fake.close();
  }

  private record Both(OllamaAsker.Answered real, OllamaAsker.Answered fake) {
    Both {
      assertEquals(real.status(), fake.status(), real.body());
      assertEquals(plain(real.type()), plain(fake.type()));
    }

    /** Ollama says the charset or not, as it comes. */
    private static String plain(String type) {
      return type.replaceFirst(";.*", "");
    }

    /** Asserts that both have the same words of error. */
    void sameError(int status) {
      assertEquals(status, real.status(), real.body());
      assertEquals(real.json(), fake.json());
    }

    /** The two count the tokens of a prompt each in its own way. */
    void sameErrorButNumbers(int status) {
      assertEquals(status, real.status(), real.body());
      assertEquals(real.body().replaceAll("\\d+", "N"), fake.body().replaceAll("\\d+", "N"));
    }

    void sameNames() {
      assertEquals(names(real.json()), names(fake.json()), real.body());
    }
  }

  private static Both post(String path, JsonNode body) throws Exception {
    return new Both(
        new OllamaAsker(real.url()).post(path, body), new OllamaAsker(fake.url()).post(path, body));
  }

  private static Both get(String path) throws Exception {
    return new Both(new OllamaAsker(real.url()).get(path), new OllamaAsker(fake.url()).get(path));
  }

  /** Paths of all fields; those of an array's elements are one. */
  private static Set<String> names(JsonNode node) {
    Set<String> names = new TreeSet<>();
    names(node, "", names);
    return names;
  }

  private static void names(JsonNode node, String path, Set<String> names) {
    for (var field : node.properties()) {
      names.add(path + "/" + field.getKey());
      names(field.getValue(), path + "/" + field.getKey(), names);
    }
    if (node.isArray()) {
      node.forEach(element -> names(element, path, names));
    }
  }

  private static ObjectNode ask() {
    return OllamaAsker.object(
        """
        {'model':'gemma','messages':[{'role':'user','content':'Is the left lung clear?'}],
         'format':{'type':'object','required':['label'],'properties':{'label':
           {'enum':['supported','uncertain','needs_review']}}},
         'options':{'temperature':0,'num_ctx':512,'num_predict':60}}
        """);
  }

  private static ObjectNode with(String field, Object value) {
    return ask().set(field, OllamaAsker.JSON.valueToTree(value));
  }

  private static ObjectNode option(String name, Object value) {
    ObjectNode ask = ask();
    ((ObjectNode) ask.path("options")).set(name, OllamaAsker.JSON.valueToTree(value));
    return ask;
  }

  private static ObjectNode tooLong() {
    ObjectNode ask = ask();
    ((ObjectNode) ask.at("/messages/0")).put("content", "The left lung is clear. ".repeat(300));
    return ask;
  }

  @Test
  void warmUp() throws Exception {
    ObjectNode load = ask();
    load.putArray("messages");
    Both both = post("/api/chat", load);
    both.sameNames();
    assertEquals("load", both.real().json().path("done_reason").asText());
    assertEquals("load", both.fake().json().path("done_reason").asText());
    Both running = get("/api/ps");
    running.sameNames();
    assertEquals(512, running.real().json().at("/models/0/context_length").asInt());
    assertEquals(512, running.fake().json().at("/models/0/context_length").asInt());
    Both unload = post("/api/chat", load.put("keep_alive", 0));
    unload.sameNames();
    assertEquals("unload", unload.real().json().path("done_reason").asText());
    assertEquals("unload", unload.fake().json().path("done_reason").asText());
  }

  @Test
  void lists() throws Exception {
    get("/api/version").sameNames();
    get("/api/tags").sameNames();
    get("/v1/models").sameNames();
    assertEquals(404, get("/api/none").real().status());
  }

  @Test
  void refusals() throws Exception {
    post("/api/chat", with("model", "none")).sameError(404);
    post("/api/chat", with("model", "")).sameError(400);
    post("/api/show", OllamaAsker.object("{'model':'none'}")).sameError(404);
    post("/api/chat", with("think", true)).sameError(400);
    post("/api/chat", with("top_logprobs", 21)).sameError(400);
    post("/api/chat", option("num_ctx", "512")).sameError(500);
    post("/api/chat", option("temperature", "0")).sameError(500);
    post("/api/chat", option("repeat_penalty", "1")).sameError(500);
    post("/api/chat", with("format", OllamaAsker.object("{'type':'nonsense'}"))).sameError(400);
    String loose = "{'type':'object','properties':{'a':{'type':'string','pattern':'x.y'}}}";
    assertEquals(200, post("/api/chat", with("format", OllamaAsker.object(loose))).real().status());
    ObjectNode image = ask();
    ((ObjectNode) image.at("/messages/0")).putArray("images").add(PIXEL);
    post("/api/chat", image).sameError(400);
  }

  @Test
  void aPromptThatIsTooLong() throws Exception {
    post("/api/chat", tooLong().put("truncate", false)).sameErrorButNumbers(400);
    post("/api/chat", tooLong().put("truncate", false).put("shift", false))
        .sameErrorButNumbers(400);
    post("/api/chat", tooLong().put("shift", false)).sameError(400);

    Both cut = post("/api/chat", tooLong().put("stream", false));
    cut.sameNames();
    assertTrue(cut.real().json().path("prompt_eval_count").asInt() < 512, "cut silently");
    assertTrue(cut.fake().json().path("prompt_eval_count").asInt() < 512);
  }

  @Test
  void anAnswerThatIsTooLong() throws Exception {
    Both both = post("/api/chat", option("num_predict", 3));
    assertEquals(names(both.real().last()), names(both.fake().last()));
    for (OllamaAsker.Answered one : new OllamaAsker.Answered[] {both.real(), both.fake()}) {
      assertEquals("length", one.last().path("done_reason").asText());
      assertEquals(3, one.last().path("eval_count").asInt());
    }
  }

  @Test
  void probabilities() throws Exception {
    Both both = post("/api/chat", with("logprobs", true).put("top_logprobs", 3));
    Set<String> names = names(both.real().lines().get(0));
    assertTrue(names.contains("/logprobs/top_logprobs/logprob"), names.toString());
    assertEquals(names, names(both.fake().lines().get(0)));
    assertEquals(names(both.real().last()), names(both.fake().last()));
    for (OllamaAsker.Answered one : new OllamaAsker.Answered[] {both.real(), both.fake()}) {
      StringBuilder tokens = new StringBuilder();
      for (JsonNode token : one.lines().get(0).path("logprobs")) {
        assertEquals(3, token.path("top_logprobs").size());
        tokens.append(token.path("token").asText());
      }
      assertEquals(one.lines().get(0).at("/message/content").asText(), tokens.toString());
    }
    Both whole = post("/api/chat", with("logprobs", true).put("stream", false));
    whole.sameNames();
  }

  @Test
  void theOtherWire() throws Exception {
    ObjectNode ask =
        OllamaAsker.object(
            """
            {'model':'gemma','messages':[{'role':'user','content':'Once'}],'max_tokens':2,
             'temperature':0,'stream':true,'stream_options':{'include_usage':true},
             'logprobs':true,'top_logprobs':1}
            """);
    Both both = post("/v1/chat/completions", ask);
    int real = both.real().events().size();
    int fake = both.fake().events().size();
    for (int fromEnd = 1; fromEnd <= 3; fromEnd++) {
      assertEquals(
          names(both.real().events().get(real - fromEnd)),
          names(both.fake().events().get(fake - fromEnd)),
          both.real().body());
    }
    assertTrue(both.real().body().endsWith("data: [DONE]\n\n"));
    assertTrue(both.fake().body().endsWith("data: [DONE]\n\n"));
    post("/v1/chat/completions", ask.deepCopy().put("stream", false)).sameNames();
    post("/v1/chat/completions", ask.deepCopy().put("model", "none")).sameError(404);
  }
}
