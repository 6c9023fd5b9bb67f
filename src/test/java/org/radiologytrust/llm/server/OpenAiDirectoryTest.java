package org.radiologytrust.llm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.StubServer;

/** Bodies as vLLM and llama-server write them. */
@Tag("integration")
class OpenAiDirectoryTest {
  private static final List<String> M = List.of("org/m");
  private static final String CHAT = "/v1/chat/completions";

  private StubServer server;
  private ModelCatalog catalog;

  @BeforeEach
  void start() throws Exception {
    server = new StubServer();
    catalog = ModelCatalog.openAi(() -> List.of(server.url()), 4096, "", Optional.empty());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void vllm() {
    server
        .answer("/version", 200, "{\"version\":\"0.11.0\"}")
        .answer("/props", 404, "{\"detail\":\"Not Found\"}")
        .answer(
            "/v1/models",
            200,
            "{\"object\":\"list\",\"data\":[{\"id\":\"org/m\",\"max_model_len\":8192},{\"id\":\"lora\",\"parent\":\"org/m\",\"max_model_len\":null}]}");
  }

  private void llamaServer(boolean vision, int context) {
    server
        .answer("/v1/models", 200, "{\"object\":\"list\",\"data\":[{\"id\":\"org/m\"}]}")
        .answer(
            "/props",
            200,
            "{\"default_generation_settings\":{\"n_ctx\":%d},\"build_info\":\"b8681-abc\",\"modalities\":{\"vision\":%b,\"audio\":false}}"
                .formatted(context, vision));
  }

  @Test
  void vllmTellsVersionAndContextAndIsShownAnImage() throws Exception {
    vllm();
    server.answer(CHAT, 200, "{\"choices\":[]}");
    assertEquals("0.11.0", catalog.version(server.url()));
    assertEquals(Map.of("org/m", "", "lora", ""), catalog.models(server.url()));
    assertEquals(OptionalInt.of(8192), catalog.context(server.url(), "org/m"));
    assertEquals(OptionalInt.empty(), catalog.context(server.url(), "lora"));
    assertEquals(List.of(), catalog.problems(M, M));
    assertTrue(catalog.sees(server.url(), "org/m"));
    assertEquals(1, server.asked(CHAT).size(), "once is enough");
    JsonNode asked = server.asked(CHAT).get(0).body();
    assertEquals("org/m", asked.path("model").asText());
    assertEquals(1, asked.path("max_tokens").asInt());
    String url = asked.at("/messages/0/content/1/image_url/url").asText();
    byte[] png = Base64.getDecoder().decode(url.replace("data:image/png;base64,", ""));
    assertEquals(64, ImageIO.read(new ByteArrayInputStream(png)).getWidth());
    assertEquals("", catalog.digest(server.url(), "org/m"));
    assertEquals("", server.asked(CHAT).get(0).upgrade(), "or uvicorn loses the body");
  }

  @Test
  void refusedImageMeansBlindAndABusyServerMeansNothing() {
    vllm();
    server.answer(CHAT, 503, "{}");
    assertTrue(catalog.problems(M, M).get(0).contains("status 503"));
    server.answer(CHAT, 500, "{}");
    assertTrue(catalog.problems(M, M).get(0).contains("cannot see images"));
    server.answer(CHAT, 400, "{\"object\":\"error\"}");
    assertTrue(catalog.missing(M, M).orElseThrow().contains("cannot see images"));
    assertFalse(catalog.sees(server.url(), "org/m"));
    server.answer(CHAT, 200, "{}");
    assertTrue(catalog.sees(server.url(), "org/m"), "another model may have come");
    int asked = server.asked(CHAT).size();
    assertTrue(catalog.sees(server.url(), "org/m"));
    assertEquals(asked, server.asked(CHAT).size(), "that it sees is remembered");
    assertEquals(List.of(), catalog.problems(M, List.of()), "text alone needs no eyes");
  }

  @Test
  void llamaServerTellsAllByItsProps() {
    llamaServer(true, 4096);
    assertEquals("b8681-abc", catalog.version(server.url()));
    assertEquals(List.of(), catalog.problems(M, M));
    assertEquals("model=org/m", server.asked("/props").get(1).query());
    llamaServer(false, 4096);
    assertTrue(catalog.missing(M, M).orElseThrow().contains("cannot see images"));
    assertEquals(0, server.asked(CHAT).size());
    llamaServer(true, 2048);
    assertTrue(catalog.problems(M, M).get(0).contains("has a context of 2048 tokens"));
    assertTrue(catalog.missing(M, M).isEmpty());
    assertTrue(
        catalog.missing(List.of("m"), M).orElseThrow().contains("lacks the model m"),
        "it answers to any name, so the name is checked here");
  }

  @Test
  void aModelThatTheServerListsAndCannotTellOfYetIsNotAServerThatIsAway() {
    llamaServer(true, 4096);
    server.answer("/props", HttpExchange::close);
    assertTrue(catalog.lists(M));
    assertFalse(catalog.lists(List.of("org/m", "other")));
    assertTrue(catalog.missing(M, M).orElseThrow().contains("it may be loading it"));
  }

  @Test
  void addressMayEndInV1() {
    llamaServer(true, 4096);
    String v1 = server.url() + "/v1";
    ModelCatalog given = ModelCatalog.openAi(() -> List.of(v1), 4096, "s3cret", Optional.empty());
    assertEquals(List.of(), given.problems(M, M));
    assertEquals("b8681-abc", given.version(v1));
    assertEquals("Bearer s3cret", server.asked("/v1/models").get(0).authorization());
    assertEquals("Bearer s3cret", server.asked("/props").get(0).authorization());
  }
}
