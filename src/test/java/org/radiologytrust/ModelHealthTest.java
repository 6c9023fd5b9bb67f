package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaServer;

/** What health says of the model server. */
@Tag("integration")
class ModelHealthTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  private Product start(String url) {
    return Product.start(folder.resolve("home"), Product.ollama(url));
  }

  private static HttpResponse<String> ready(Product product) throws Exception {
    return product.anonymous(product.managementPort(), "/observe/health/ready");
  }

  /** The details of the check {@code model} for one server. */
  private static String breaker(Product product, String server) throws Exception {
    HttpResponse<String> details =
        product.anonymous(product.managementPort(), "/observe/health/ready?data=true");
    for (JsonNode check : new ObjectMapper().readTree(details.body()).path("checks")) {
      if (check.path("name").asText().equals("model")) {
        return check.path("data").path(server).asText();
      }
    }
    return details.body();
  }

  @Test
  void neverSeenIsNotReadyThoughAlive() throws Exception {
    try (Product product = start("http://127.0.0.1:1")) {
      HttpResponse<String> ready = ready(product);
      assertEquals(503, ready.statusCode(), ready::body);
      assertTrue(ready.body().contains("audits go without a model: no model server"), ready::body);
      assertEquals(
          "closed, no call answered since the start", breaker(product, "http://127.0.0.1:1"));
      assertEquals(
          200, product.anonymous(product.managementPort(), "/observe/health/live").statusCode());
      assertEquals(
          200,
          product.anonymous(product.managementPort(), "/observe/health/intake").statusCode(),
          "a load balancer goes on sending messages");
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertEquals(0, product.metrics().get("rtl_model_available")));
    }
  }

  @Test
  void seenAndAwayIsNotReadyButAlive() throws Exception {
    // the models are there before the product: it keeps for a while what it saw at its start
    try (OllamaServer ollama = OllamaServer.ofPair(ModelAnswers::of);
        Product product = start(ollama.url().toString())) {
      HttpResponse<String> there = ready(product);
      assertEquals(200, there.statusCode(), there::body);
      assertTrue(there.body().contains("{\"name\":\"model\",\"status\":\"UP\"}"), there::body);
      assertEquals(
          "closed, no call answered since the start", breaker(product, ollama.url().toString()));
      String text = "There is a left pleural effusion.";
      product.mllp(Chest.oru(PhantomStudy.chest("ACC1"), "C1", "PHANTOM-1", text, "F", 0));
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertEquals("closed", breaker(product, ollama.url().toString())));
      await()
          .atMost(LONG)
          .untilAsserted(() -> assertEquals(1, product.metrics().get("rtl_model_available")));
      assertEquals(
          0, product.metrics().get("rtl_model_server_open{server=\"" + ollama.url() + "\"}"));
      ollama.close();
      await().atMost(LONG).untilAsserted(() -> assertEquals(503, ready(product).statusCode()));
      assertTrue(ready(product).body().contains("audits wait for the model: no model server"));
      assertEquals(
          200, product.anonymous(product.managementPort(), "/observe/health/live").statusCode());
    }
  }
}
