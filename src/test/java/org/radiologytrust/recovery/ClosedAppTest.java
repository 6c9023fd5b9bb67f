package org.radiologytrust.recovery;

import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.app.App;
import org.radiologytrust.launch.Product;

/** A closed product leaves nothing in the JVM: no listener of the JVM itself keeps it in memory. */
@Tag("integration")
class ClosedAppTest {
  @TempDir Path folder;

  private WeakReference<CamelContext> closed(String home) {
    try (App app = Product.app(folder.resolve(home), Map.of(), Map.of())) {
      return new WeakReference<>(app.camel());
    }
  }

  /** Static fields of Camel keep the last one. */
  @Test
  void isForgotten() {
    WeakReference<CamelContext> camel = closed("first");
    closed("second");
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> {
              System.gc();
              return camel.get() == null;
            });
  }
}
