package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ModelObserver.Figures;
import org.radiologytrust.llm.ReuseResult;
import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.server.ServerState;
import org.radiologytrust.llm.wire.TokenCounts;
import org.radiologytrust.model.SettableClock;

class ModelMetricsTest {
  private static final String OF = "{model=\"m\",step=\"claims\"} ";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ModelMetrics metrics = new ModelMetrics(registry, Clock.systemUTC());
  private List<ServerState> servers = List.of(server("http://a", ServerState.Breaker.CLOSED));

  private void came(Duration firstToken, Duration load) {
    metrics.received(
        "claims",
        "m",
        "http://a",
        new Figures(
            4_000_000_000L, firstToken.toNanos(), load.toNanos(), new TokenCounts(300, 0, 40)));
  }

  private void assertShown(String line) {
    String all = registry.scrape();
    assertTrue(all.lines().anyMatch(line::equals), line + "\n" + all);
  }

  @Test
  void answersAreMeasured() {
    came(Duration.ofMillis(500), Duration.ofMillis(300));
    assertShown("rtl_step_seconds_count" + OF + "1");
    assertShown("rtl_step_seconds_sum" + OF + "4.0");
    assertShown("rtl_model_first_token_seconds_sum" + OF + "0.5");
    assertShown("rtl_model_load_seconds_sum" + OF + "0.3");
    assertShown("rtl_model_tokens_total{direction=\"in\",model=\"m\",step=\"claims\"} 300.0");
    assertShown("rtl_model_tokens_total{direction=\"out\",model=\"m\",step=\"claims\"} 40.0");
    assertFalse(registry.scrape().contains("rtl_model_reloads"), "it was loaded");
  }

  @Test
  void firstTokenThatIsNotKnownIsNotMeasured() {
    came(Duration.ZERO, Duration.ZERO);
    assertFalse(registry.scrape().contains("first_token"));
  }

  @Test
  void callsAreAnsweredOrRefused() {
    metrics.refused("claims", "m", Reason.BUSY);
    metrics.retried("claims", "m");
    metrics.answered("claims", "m");
    String of = "{model=\"m\",outcome=";
    assertShown("rtl_model_calls_total" + of + "\"answered\",step=\"claims\"} 1.0");
    assertShown("rtl_model_calls_total" + of + "\"refused\",step=\"claims\"} 1.0");
    assertShown("rtl_model_retries_total" + OF + "1.0");
    assertShown("rtl_model_refusals_total{model=\"m\",reason=\"busy\",step=\"claims\"} 1.0");
  }

  @Test
  void loadsOfASecondAreReloads() {
    came(Duration.ZERO, Duration.ofMillis(999));
    came(Duration.ZERO, Duration.ofSeconds(1));
    assertShown("rtl_model_reloads_total{model=\"m\"} 1.0");
  }

  private static ServerState server(String url, ServerState.Breaker breaker) {
    return new ServerState(
        url, breaker, Duration.ZERO, true, true, new ServerState.Load(3, 4, 0.5, false));
  }

  private void watchServers() {
    registry
        .getPrometheusRegistry()
        .register(
            new ModelServerMetrics(
                () -> servers, () -> 5, () -> List.of(new ReuseResult("http://c", "m", true))));
  }

  @Test
  void serversAreShown() {
    watchServers();
    assertShown("rtl_model_server_open{server=\"http://a\"} 0.0");
    assertShown("rtl_model_server_calls{server=\"http://a\"} 3.0");
    assertShown("rtl_model_image_reuse{model=\"m\",server=\"http://c\"} 1.0");
    assertShown("rtl_model_server_weight{server=\"http://a\"} 0.5");
    assertShown("rtl_model_calls_waiting 5.0");
    servers = List.of(server("http://a", ServerState.Breaker.HALF_OPEN));
    assertShown("rtl_model_server_open{server=\"http://a\"} 1.0");
    servers = List.of(server("http://b", ServerState.Breaker.OPEN));
    assertShown("rtl_model_server_open{server=\"http://b\"} 1.0");
    assertFalse(registry.scrape().contains("http://a"), "it was removed");
    servers = List.of();
    assertFalse(registry.scrape().contains("rtl_model_server"), "no model is configured");
  }

  @Test
  void availabilityIsUnknownThenShown() {
    AtomicReference<Optional<Boolean>> available = new AtomicReference<>(Optional.empty());
    metrics.watchAvailability(available::get);
    assertShown("rtl_model_available NaN");
    available.set(Optional.of(false));
    assertShown("rtl_model_available 0.0");
    available.set(Optional.of(true));
    assertShown("rtl_model_available 1.0");
  }

  @Test
  void everyMetricSaysWhatItIs() {
    came(Duration.ofMillis(500), Duration.ofSeconds(2));
    metrics.refused("claims", "m", Reason.BUSY);
    metrics.retried("claims", "m");
    watchServers();
    List<String> help = registry.scrape().lines().filter(l -> l.startsWith("# HELP rtl_")).toList();
    assertTrue(help.size() >= 9, help.toString());
    assertTrue(help.stream().allMatch(l -> l.split(" ").length > 5), help.toString());
  }

  @Test
  void repeatedLoadsAreSaidOnceAMinute() {
    SettableClock clock = new SettableClock();
    ModelReloadWarning alarm = new ModelReloadWarning(clock);
    assertFalse(alarm.loaded("http://a", "m"), "the first use");
    assertFalse(alarm.loaded("http://b", "m"), "each server loads it once");
    clock.advance(Duration.ofSeconds(20));
    assertTrue(alarm.loaded("http://a", "m"));
    clock.advance(Duration.ofSeconds(59));
    assertFalse(alarm.loaded("http://b", "m"), "said already");
    clock.advance(Duration.ofSeconds(1));
    assertTrue(alarm.loaded("http://a", "m"));
    clock.advance(ModelReloadWarning.SOON);
    assertFalse(alarm.loaded("http://a", "m"), "it was idle in between");
  }
}
