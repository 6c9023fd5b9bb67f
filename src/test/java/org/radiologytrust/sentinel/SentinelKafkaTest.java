package org.radiologytrust.sentinel;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.launch.Product;
import org.radiologytrust.peers.KafkaBroker;

/** Sentinels through a topic. */
@Tag("peers")
@Tag("safety")
class SentinelKafkaTest {
  @TempDir Path folder;

  @Test
  void recordsComeThroughTheTopicAndTheirLikeFromOutsideIsRefused() throws Exception {
    try (KafkaBroker broker = new KafkaBroker(Files.createDirectories(folder.resolve("broker")))) {
      broker.topics("sentinel-reports");
      Map<String, String> settings =
          Map.of(
              "rtl.kafka.brokers", broker.address(),
              "rtl.kafka.reports", "sentinel-reports",
              "rtl.sentinels.every", "2s",
              "rtl.sentinels.doors", "kafka");
      try (Product product = Product.start(folder.resolve("home"), settings)) {
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> product.metrics().containsKey("rtl_sentinel_seconds{door=\"kafka\"}"));
        SentinelCase like = new SentinelCase("denied", "XR chest", "CR", "FINDINGS: Fine.");
        byte[] outside = SentinelMessages.hl7(like, UUID.randomUUID(), Instant.now());
        broker.send("sentinel-reports", outside, Map.of());
        await()
            .atMost(Duration.ofMinutes(2))
            .until(() -> product.metrics().get("rtl_messages_total{outcome=\"quarantined\"}") == 1);
        assertEquals(0, product.metrics().get("rtl_messages_total{outcome=\"parsed\"}"));
        String held = product.get("/api/messages?limit=10").body();
        assertTrue(held.contains("RTL-SENTINEL"), held);
        assertTrue(
            broker.records("sentinel-reports").stream()
                .anyMatch(
                    r -> new String(r.value(), StandardCharsets.UTF_8).contains("RTL-SENTINEL")));
      }
    }
  }
}
