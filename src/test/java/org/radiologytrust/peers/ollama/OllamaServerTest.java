package org.radiologytrust.peers.ollama;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("integration")
class OllamaServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ASK =
      "{\"model\":\"medgemma\",\"messages\":[{\"role\":\"user\",\"content\":\"what?\"}],"
          + "\"format\":{\"type\":\"object\",\"properties\":{\"claims\":{}}},"
          + "\"options\":{\"num_ctx\":8192,\"num_predict\":100}}";
  private static final String ANSWER = "{\"claims\":[\"no effusion\"]}";

  private final HttpClient client = HttpClient.newHttpClient();
  private OllamaServer server;

  @BeforeEach
  void start() {
    server = new OllamaServer(call -> ANSWER).model("medgemma", "completion", "vision");
    server.model("text-only:1b", "completion");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void streamsPiecesThenTheFigures() throws Exception {
    HttpResponse<String> response = chat(ASK);
    assertEquals("application/x-ndjson", response.headers().firstValue("Content-Type").orElse(""));
    List<JsonNode> lines = lines(response.body());
    assertEquals(5, lines.size());
    StringBuilder content = new StringBuilder();
    for (JsonNode line : lines) {
      content.append(line.at("/message/content").asText());
      assertEquals("medgemma", line.path("model").asText());
    }
    assertEquals(ANSWER, content.toString());
    JsonNode last = lines.get(4);
    assertTrue(last.path("done").asBoolean());
    assertEquals("stop", last.path("done_reason").asText());
    assertTrue(last.path("total_duration").asLong() > last.path("load_duration").asLong());
    assertEquals(2, last.path("prompt_eval_count").asInt());
    assertEquals(7, last.path("eval_count").asInt());
    assertFalse(lines.get(0).has("done_reason"));
    assertEquals(ASK, server.calls().get(0).raw());
    assertEquals("claims", server.calls().get(0).step());
    assertEquals(1, server.calls().get(0).finishOrder());
  }

  @Test
  void answersWholeWithoutStream() throws Exception {
    HttpResponse<String> response = chat(ASK.replace("{\"model\"", "{\"stream\":false,\"model\""));
    JsonNode body = JSON.readTree(response.body());
    assertEquals(ANSWER, body.at("/message/content").asText());
    assertEquals("stop", body.path("done_reason").asText());
  }

  @Test
  void listsModelsWithDigestsAndCapabilities() throws Exception {
    JsonNode tags = JSON.readTree(get("/api/tags").body());
    assertEquals("medgemma:latest", tags.at("/models/0/name").asText());
    assertEquals(server.digest("medgemma"), tags.at("/models/0/digest").asText());
    assertEquals(0, JSON.readTree(get("/api/ps").body()).path("models").size());
    chat(ASK);
    JsonNode ps = JSON.readTree(get("/api/ps").body());
    assertEquals(8192, ps.at("/models/0/context_length").asInt());
    JsonNode show = JSON.readTree(post("/api/show", "{\"model\":\"medgemma\"}").body());
    assertEquals("[\"completion\",\"vision\"]", show.path("capabilities").toString());
    assertFalse(show.has("digest"));
    assertEquals(404, post("/api/show", "{\"model\":\"none\"}").statusCode());
    assertEquals("0.33.0", JSON.readTree(get("/api/version").body()).path("version").asText());
  }

  @Test
  void refusesAsOllamaDoes() throws Exception {
    assertEquals(404, chat(ASK.replace("medgemma", "none")).statusCode());
    String image = ASK.replace("\"what?\"", "\"what?\",\"images\":[\"AAAA\"]");
    assertEquals(200, chat(image).statusCode());
    assertEquals(400, chat(image.replace("medgemma", "text-only:1b")).statusCode());
    assertEquals(500, chat(ASK.replace("8192", "\"8192\"")).statusCode());
    assertEquals(400, chat(ASK.replace("{\"model\"", "{\"think\":true,\"model\"")).statusCode());
    String over = ASK.replace("8192", "1");
    assertEquals(200, chat(over).statusCode());
    HttpResponse<String> refused =
        chat(over.replace("{\"model\"", "{\"truncate\":false,\"model\""));
    assertEquals(400, refused.statusCode());
    assertTrue(
        JSON.readTree(refused.body()).path("error").asText().contains("exceed_context_size_error"));
  }

  @Test
  void cutsAtNumPredict() throws Exception {
    JsonNode last = last(chat(ASK.replace("\"num_predict\":100", "\"num_predict\":3")));
    assertEquals("length", last.path("done_reason").asText());
    assertEquals(3, last.path("eval_count").asInt());
  }

  @Test
  void countsReloads() throws Exception {
    chat(ASK);
    JsonNode warm = last(chat(ASK));
    assertEquals(1, server.loads());
    JsonNode reload = last(chat(ASK.replace("8192", "4096")));
    assertEquals(2, server.loads());
    assertTrue(reload.path("load_duration").asLong() > 10 * warm.path("load_duration").asLong());
  }

  @Test
  void faultsComeByNumberAndByStep() throws Exception {
    server.script().nth(2, OllamaFault.busy()).onceAt("claims", OllamaFault.http(500, "no"));
    assertEquals(500, chat(ASK).statusCode());
    assertEquals(503, chat(ASK).statusCode());
    assertEquals(200, chat(ASK).statusCode());
  }

  @Test
  void badEndings() throws Exception {
    server.script().nth(1, OllamaFault.doneFalse()).nth(2, OllamaFault.lengthCut());
    server.script().nth(3, OllamaFault.empty()).nth(4, OllamaFault.errorInStream("broken"));
    server.script().nth(5, OllamaFault.promptTokens(9)).nth(6, OllamaFault.content("no JSON"));
    JsonNode doneFalse = last(chat(ASK));
    assertFalse(doneFalse.path("done").asBoolean(true));
    assertFalse(doneFalse.has("done_reason") || doneFalse.has("eval_count"));
    assertEquals("length", last(chat(ASK)).path("done_reason").asText());
    HttpResponse<String> empty = chat(ASK);
    assertEquals(1, lines(empty.body()).size());
    assertFalse(last(empty).has("eval_count"), "zero figures are omitted");
    HttpResponse<String> error = chat(ASK);
    assertEquals(200, error.statusCode());
    assertEquals("broken", last(error).path("error").asText());
    assertEquals(9, last(chat(ASK)).path("prompt_eval_count").asInt());
    assertTrue(chat(ASK).body().contains("no"));
  }

  @Test
  void dropsTheConnection() {
    server.script().nth(1, OllamaFault.drop());
    assertThrows(IOException.class, () -> chat(ASK));
    assertFalse(server.calls().get(0).cancelled());
  }

  @Test
  void slowLoadTakesItsTimeAndSaysSo() throws Exception {
    server.script().nth(1, OllamaFault.slowLoad(Duration.ofMillis(150)));
    long start = System.nanoTime();
    assertEquals(150_000_000L, last(chat(ASK)).path("load_duration").asLong());
    assertTrue(System.nanoTime() - start >= 150_000_000L);
  }

  @Test
  void noticesAClientThatHangsUp() {
    server.script().nth(1, OllamaFault.stallBefore(Duration.ofMinutes(5)));
    server.script().nth(2, OllamaFault.stallBetween(Duration.ofMinutes(5)));
    server.script().nth(3, OllamaFault.endless());
    for (int i = 0; i < 3; i++) {
      var exchange = client.sendAsync(chatRequest(ASK), HttpResponse.BodyHandlers.ofString());
      int calls = i + 1;
      await().atMost(Duration.ofMinutes(2)).until(() -> server.calls().size() == calls);
      exchange.cancel(true);
      await().atMost(Duration.ofMinutes(2)).until(() -> server.calls().get(calls - 1).cancelled());
    }
  }

  @Test
  void knowsWhatWasInFlightAndHowDeep() throws Exception {
    CyclicBarrier pair = new CyclicBarrier(2);
    try (OllamaServer together =
        new OllamaServer(
            call -> {
              try {
                pair.await();
              } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException(e);
              }
              return ANSWER;
            })) {
      together.model("medgemma", "completion");
      for (int round = 0; round < 2; round++) {
        List<CompletableFuture<HttpResponse<String>>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
          both.add(
              client.sendAsync(chatRequest(together, ASK), HttpResponse.BodyHandlers.ofString()));
        }
        for (var one : both) {
          assertEquals(200, one.get().statusCode());
        }
      }
      assertEquals(2, together.mostInFlight());
      assertEquals(2, together.depth());
      assertEquals(4, together.calls("claims").size());
    }
  }

  private HttpResponse<String> chat(String body) throws Exception {
    return client.send(chatRequest(body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest chatRequest(String body) {
    return chatRequest(server, body);
  }

  private static HttpRequest chatRequest(OllamaServer server, String body) {
    return HttpRequest.newBuilder(URI.create(server.url() + "/api/chat"))
        .timeout(Duration.ofMinutes(2))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static List<JsonNode> lines(String body) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : (Iterable<String>) Stream.of(body.split("\n"))::iterator) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static JsonNode last(HttpResponse<String> response) throws IOException {
    List<JsonNode> lines = lines(response.body());
    return lines.get(lines.size() - 1);
  }
}
