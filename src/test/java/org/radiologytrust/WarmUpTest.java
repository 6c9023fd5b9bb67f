package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaFault;
import org.radiologytrust.peers.ollama.OllamaServer;

/** The models are loaded before the first report needs them. */
@Tag("integration")
class WarmUpTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final OllamaServer a = new OllamaServer(ModelAnswers::of);
  private final OllamaServer b = new OllamaServer(ModelAnswers::of);

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private static void models(OllamaServer server) {
    server.model("medgemma:4b", "completion", "vision");
    server.model("rtl-medgemma", "completion", "vision");
  }

  private Product start(Map<String, String> more) {
    Map<String, String> all = Product.ollama(a.url() + "," + b.url());
    all.put("rtl.model.look", "100ms");
    all.put("rtl.model.warm-up", "true");
    all.putAll(more);
    return Product.start(folder.resolve("home"), all);
  }

  private static long loads(OllamaServer server) {
    return server.calls().stream().filter(call -> call.isWarmUp() && call.isAnswered()).count();
  }

  private static List<String> warmed(OllamaServer server) {
    return server.calls().stream().filter(OllamaCall::isWarmUp).map(OllamaCall::model).toList();
  }

  @Test
  void eachServerLoadsEachModelOnceAndTheCallsLoadNothingAnew() throws Exception {
    models(a);
    models(b);
    try (Product product = start(Map.of())) {
      await().atMost(LONG).until(() -> loads(a) == 2 && loads(b) == 2);
      product.mllp(Chest.oru(PhantomStudy.chest("ACC1"), "C1", "PHANTOM-1", Chest.TEXT, "F", 0));
      await().atMost(LONG).until(() -> product.summaries().size() == 1);
      assertEquals(List.of("medgemma:4b", "rtl-medgemma"), warmed(a));
      assertEquals(List.of("medgemma:4b", "rtl-medgemma"), warmed(b));
      assertEquals(2, loads(a));
      assertEquals(2, loads(b));
      assertTrue(a.calls("claims").size() + b.calls("claims").size() == 1);
      assertSameOptions();
    }
  }

  /** What makes Ollama load a model anew where it differs. */
  private void assertSameOptions() {
    Set<String> seen = new HashSet<>();
    for (OllamaServer server : List.of(a, b)) {
      for (OllamaCall call : server.calls()) {
        JsonNode body = call.body();
        seen.add(body.path("options").path("num_ctx") + " " + body.path("keep_alive"));
      }
    }
    assertEquals(Set.of("32768 \"30m\""), seen);
  }

  @Test
  void modelsThatComeLaterAreLoadedThen() throws Exception {
    models(b);
    try (Product product = start(Map.of("rtl.model.lora", "medgemma:4b"))) {
      await().atMost(LONG).until(() -> loads(b) == 1 && !a.calls().isEmpty());
      assertEquals(0, loads(a));
      models(a);
      await().atMost(LONG).until(() -> loads(a) == 1);
      assertEquals(List.of("medgemma:4b"), warmed(b), "one model under two names is loaded once");
    }
  }

  @Test
  void serversOfTheFileComeAndGoWhileTheProductRuns() throws Exception {
    models(a);
    models(b);
    Path file = Files.writeString(folder.resolve("servers"), a.url() + "\n");
    try (Product product = start(Map.of("rtl.model.servers-file", file.toString()))) {
      await().atMost(LONG).until(() -> loads(a) == 2);
      assertTrue(b.calls().isEmpty());
      Files.writeString(file, b.url() + "\n");
      await().atMost(LONG).until(() -> loads(b) == 2);
      int before = a.calls().size();
      product.mllp(Chest.oru(PhantomStudy.chest("ACC1"), "C1", "PHANTOM-1", Chest.TEXT, "F", 0));
      await().atMost(LONG).until(() -> product.summaries().size() == 1);
      assertEquals(1, b.calls("claims").size());
      assertEquals(before, a.calls().size());
      List<String> metrics =
          product.metrics().keySet().stream()
              .filter(name -> name.startsWith("rtl_model_server_calls"))
              .toList();
      assertEquals(List.of("rtl_model_server_calls{server=\"" + b.url() + "\"}"), metrics);
    }
  }

  @Test
  void loadThatFailsStopsNothingAndIsNotRepeated() throws Exception {
    models(a);
    models(b);
    a.script().nth(1, OllamaFault.loadFailed());
    try (Product product = start(Map.of())) {
      await().atMost(LONG).until(() -> loads(a) == 1 && loads(b) == 2);
      assertEquals(List.of("medgemma:4b", "rtl-medgemma"), warmed(a));
      assertEquals(
          200, product.anonymous(product.managementPort(), "/observe/health/ready").statusCode());
    }
  }
}
