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
import org.radiologytrust.settings.Settings;

/** A closed product leaves nothing in the JVM: no listener of the JVM itself keeps it in memory. */
@Tag("integration")
class ClosedAppTest {
  @TempDir Path folder;

  private WeakReference<CamelContext> closed(String home) {
    Settings settings =
        Settings.load(null, Map.of(), Product.settings(folder.resolve(home), Map.of()));
    try (App app = App.start(settings, Product.PASSWORD, App.Mode.serve())) {
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
