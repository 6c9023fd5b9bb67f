package org.radiologytrust.change;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.lab.phantom.PhantomStudy;
import org.radiologytrust.launch.Chest;
import org.radiologytrust.launch.Product;

/** The feed of docs/recipes/folder.yaml, as it stands there. */
@Tag("integration")
class ChangeTest {
  private static final Duration LONG = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void aFolderBecomesAFeedWithoutARestart() throws Exception {
    Path routes = Files.createDirectory(folder.resolve("routes"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Path in = Files.createDirectory(folder.resolve("in"));
    String route =
        Files.readString(Path.of("docs/recipes/folder.yaml"))
            .replace("/var/lib/rtl/in", in.toString());
    assertTrue(route.contains("file:" + in), route);
    try (Product product =
        Product.start(folder.resolve("home"), Map.of("rtl.routes", routes.toString()))) {
      move(route, routes.resolve("folder.yaml"));
      String report = Chest.oru(PhantomStudy.chest("ACC1"), "C1", "PHANTOM-1", Chest.TEXT, "F", 0);
      move(report, in.resolve("a.hl7"));
      move(report, in.resolve("again.hl7"));
      move("nonsense", in.resolve("b.hl7"));
      assertTrue(answer(in, "a").contains("MSA|AA|C1"));
      assertTrue(answer(in, "again").contains("MSA|AA|C1"));
      assertTrue(answer(in, "b").contains("MSA|AR|"));
      await().atMost(LONG).until(() -> !product.summaries().isEmpty());
      assertEquals(1, product.summaries().size());
      assertEquals(1, product.metrics().get("rtl_messages_total{outcome=\"quarantined\"}"));
    }
  }

  private static String answer(Path in, String name) throws IOException {
    Path file = in.resolve(".done/" + name + ".hl7.ack");
    await().atMost(LONG).until(() -> Files.exists(file) && Files.size(file) > 0);
    return Files.readString(file);
  }

  private void move(String content, Path to) throws IOException {
    Path fresh = Files.writeString(folder.resolve("fresh"), content);
    Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE);
  }
}
