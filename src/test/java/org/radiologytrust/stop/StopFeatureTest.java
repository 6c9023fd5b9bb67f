package org.radiologytrust.stop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.Host;
import org.radiologytrust.feature.ListenerPorts;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.stop.Breaches.Found;
import org.radiologytrust.journal.stop.Breaches.Place;
import org.radiologytrust.journal.stop.Breaches.What;
import org.radiologytrust.model.SettableClock;
import org.radiologytrust.settings.Settings;

@Tag("safety")
class StopFeatureTest {
  private static final Place SIZE = new Place("size", "flags", "");

  private final SettableClock clock = new SettableClock();

  @Test
  void healthWarnsWhileABreachWaitsAndWhenNobodyLooks() throws Exception {
    try (TemporaryJournal journal = new TemporaryJournal(clock);
        DefaultCamelContext camel = new DefaultCamelContext()) {
      PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      StopDesk desk =
          new StopDesk(
              journal.journal(),
              new StopLimits(28, 84, 10, 5, 0.02, 0.02, 1.2, List.of()),
              List.of("size"));
      StopFeature feature =
          new StopFeature(
              Settings.load(Path.of("config/application.properties"), Map.of(), Map.of()),
              of -> desk);
      assertEquals(State.OK, ask(feature).state(), "before the start");
      feature.bind(new Host(camel, journal.journal(), meters, Path.of("."), ListenerPorts.NONE));
      assertEquals(State.OK, ask(feature).state(), "it has just begun");
      assertFalse(meters.scrape().contains("rtl_stop_breach_unanswered{"));

      journal.journal().breaches().looked(List.of(new Found(SIZE, "flags 42")), List.of(), 0);
      assertEquals(State.WARNING, ask(feature).state());
      assertTrue(ask(feature).message().contains("size"), ask(feature).message());
      assertFalse(ask(feature).message().contains("42"), "it is shown without a log-in");
      assertTrue(unanswered(meters).endsWith(" 1.0"), meters::scrape);

      desk.answer(SIZE, 1, 0, What.GO_ON, "A new scanner.", "ann");
      assertEquals(State.OK, ask(feature).state());
      assertTrue(unanswered(meters).endsWith(" 0.0"), meters::scrape);

      clock.advance(Duration.ofHours(4));
      assertEquals(State.WARNING, ask(feature).state());
      assertTrue(ask(feature).message().contains("not judged since"), ask(feature).message());
      desk.look();
      assertEquals(State.OK, ask(feature).state());
    }
  }

  private static SelfCheckResult ask(StopFeature feature) {
    return feature.checks().get(0).ask().get(0);
  }

  private static String unanswered(PrometheusMeterRegistry meters) {
    return meters
        .scrape()
        .lines()
        .filter(line -> line.startsWith("rtl_stop_breach_unanswered{"))
        .findFirst()
        .orElse("");
  }
}
