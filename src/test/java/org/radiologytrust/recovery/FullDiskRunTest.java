package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.ModelAnswers;
import org.radiologytrust.launch.Product;
import org.radiologytrust.launch.ServeProcess;
import org.radiologytrust.peers.ollama.OllamaCall;
import org.radiologytrust.peers.ollama.OllamaServer;

/** A run whose results do not fit on the disk goes on as soon as they do. */
@Tag("integration")
@Tag("safety")
class FullDiskRunTest {
  /** For a slow machine: nothing here waits for a lease, since this process renews it. */
  private static final Duration SOON = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final CountDownLatch claims = new CountDownLatch(1);
  private final CountDownLatch rewrite = new CountDownLatch(1);

  private String answer(OllamaCall call) {
    try {
      if (call.step().equals("claims")) {
        claims.await();
      } else if (call.step().equals("rewrite")) {
        rewrite.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ModelAnswers.of(call);
  }

  private static boolean journalDown(Product product) throws Exception {
    return product
        .anonymous(product.managementPort(), "/observe/health/ready")
        .body()
        .contains("\"name\":\"journal\",\"status\":\"DOWN\"");
  }

  @Test
  void answersAndTheAuditAreWrittenAgainWithoutWaitingForTheLease() throws Exception {
    try (OllamaServer ollama = OllamaServer.ofPair(this::answer)) {
      Map<String, String> settings = Product.ollama(ollama.url().toString());
      settings.put("rtl.audit.delay", "100ms");
      try (ServeProcess process = ServeProcess.start(folder.resolve("home"), settings)) {
        Product product = process.product();
        String report =
            Chest.oru(PhantomStudy.chest("ACC1"), "M1", "PHANTOM-1", Chest.TEXT, "F", 0);
        assertTrue(product.mllp(report).contains("\rMSA|AA|M1"));
        await().atMost(SOON).until(() -> ollama.calls("claims").size() == 1);

        process.limitFileSize("1");
        claims.countDown();
        await().atMost(SOON).until(() -> journalDown(product));
        process.limitFileSize("unlimited");
        await().atMost(SOON).until(() -> ollama.calls("rewrite").size() == 1);

        process.limitFileSize("1");
        rewrite.countDown();
        await().atMost(SOON).until(() -> journalDown(product));
        process.limitFileSize("unlimited");
        await()
            .atMost(SOON)
            .until(
                () ->
                    product
                        .metrics()
                        .get("rtl_reports_total{outcome=\"checked_only\"}")
                        .equals(1.0));

        assertEquals(1, ollama.calls("claims").size(), "no model was asked again");
        assertEquals(1, ollama.calls("rewrite").size());
        assertEquals(1, product.summaries().size());
        await().atMost(SOON).until(() -> !journalDown(product));
      }
    }
  }
}
