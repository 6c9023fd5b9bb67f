package org.radiologytrust;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.ollama.OllamaServer;

/** As many runs side by side as are configured, whatever Camel's own pools hold. */
@Tag("integration")
class ParallelAuditsTest {
  private static final int RUNS = 24;

  @TempDir Path folder;

  private static Map<String, String> settings(OllamaServer ollama) {
    Map<String, String> all = Product.ollama(ollama.url().toString());
    all.put("rtl.model.slots", "" + RUNS);
    all.put("rtl.audit.parallel", "" + RUNS);
    return all;
  }

  @Test
  void everyRunHasItsThreads() throws Exception {
    CountDownLatch together = new CountDownLatch(RUNS);
    try (OllamaServer ollama =
            OllamaServer.ofPair(
                call -> {
                  if (call.step().equals("claims")) {
                    together.countDown();
                    try {
                      together.await(30, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }
                  return ModelAnswers.of(call);
                });
        Product product = Product.start(folder.resolve("home"), settings(ollama))) {
      for (int i = 0; i < RUNS; i++) {
        String ack =
            product.mllp(
                Chest.oru(PhantomStudy.chest("ACC" + i), "C" + i, "PHANTOM-1", Chest.TEXT, "F", 0));
        assertTrue(ack.contains("MSA|AA|C" + i), ack);
      }
      assertTrue(together.await(25, TimeUnit.SECONDS), together.getCount() + " runs wait");
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertEquals(RUNS, product.summaries().size()));
    }
  }
}
