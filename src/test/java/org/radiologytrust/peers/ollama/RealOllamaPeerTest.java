package org.radiologytrust.peers.ollama;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.peers.llama.LlamaBuild;

@Tag("peers")
@Tag("real-model")
class RealOllamaPeerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ASK =
      """
      {"model":"gemma","messages":[{"role":"user","content":"The left lung is clear."}],
       "format":{"type":"object","required":["label"],"properties":{"label":
         {"enum":["supported","uncertain"]}}},
       "options":{"temperature":0,"num_ctx":512,"num_predict":60}}
      """;

  /** Without a schema it talks until it is stopped. */
  private static final String ENDLESS =
      """
      {"model":"gemma","messages":[{"role":"user","content":"Once upon a time"}],
       "options":{"temperature":1,"seed":3,"num_ctx":512,"num_predict":2000}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private final RealOllama ollama = RealOllama.start();

  @Test
  void livesAndDiesAsItIsTold() throws Exception {
    Path log = ollama.log();
    try (ollama) {
      assertEquals("0.33.0", get("/api/version").path("version").asText());
      ollama.createGemma("gemma");
      assertEquals("[\"completion\"]", show().path("capabilities").toString());
      URI url = ollama.url();
      answersBySchema();
      assertEquals(2, ollama.processes(), "the server and its runner");
      assertTrue(Files.readString(log).contains(" -t 1"), "one thread");

      killedInMidStream();
      assertEquals(0, ollama.processes());
      assertThrows(ConnectException.class, () -> get("/api/version"));

      ollama.restart();
      assertEquals(url, ollama.url());
      assertEquals("gemma:latest", get("/api/tags").at("/models/0/name").asText());
      answersBySchema();

      ollama.delete("gemma");
      assertEquals(404, post("/api/chat", ASK).statusCode());
      assertTrue(Files.size(LlamaBuild.gemma()) > 0, "the weights stay");
      ollama.createGemma("gemma");
      ollama.stop();
      assertEquals(0, ollama.processes());
    }
    assertEquals(0, ollama.processes());
    assertFalse(Files.exists(log));
  }

  private void answersBySchema() throws Exception {
    HttpResponse<String> response =
        post("/api/chat", ASK.replaceFirst("\\{", "{\"stream\":false,"));
    JsonNode answer = JSON.readTree(response.body());
    assertEquals(200, response.statusCode(), response.body());
    assertEquals("stop", answer.path("done_reason").asText(), response.body());
    JsonNode content = JSON.readTree(answer.at("/message/content").asText());
    assertTrue(content.path("label").asText().matches("supported|uncertain"), response.body());
  }

  private void killedInMidStream() throws Exception {
    HttpResponse<InputStream> stream =
        client.send(request("/api/chat", ENDLESS), HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertFalse(JSON.readTree(lines.readLine()).path("done").asBoolean(true));
      ollama.kill();
      assertThrows(
          IOException.class,
          () -> {
            while (lines.readLine() != null) {
              // what was under way may still come
            }
          });
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> ollama.processes() == 0);
  }

  private JsonNode show() throws Exception {
    return JSON.readTree(post("/api/show", "{\"model\":\"gemma\"}").body());
  }

  private JsonNode get(String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(ollama.url() + path)).build();
    return JSON.readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(request(path, body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(String path, String body) {
    return HttpRequest.newBuilder(URI.create(ollama.url() + path))
        .timeout(Duration.ofMinutes(2))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }
}
