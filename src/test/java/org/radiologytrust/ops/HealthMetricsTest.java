package org.radiologytrust.ops;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.model.SettableClock;

class HealthMetricsTest {
  private final DefaultCamelContext context = new DefaultCamelContext();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SettableClock clock = new SettableClock();
  private volatile Optional<String> problem = Optional.empty();

  @BeforeEach
  void start() {
    HealthCheckRegistry checks = HealthCheckRegistry.get(context);
    checks.register(new PeerCheck(SelfCheck.running("journal", Optional::empty)));
    checks.register(new PeerCheck(SelfCheck.running("orthanc", () -> problem)));
    context.start();
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private List<String> shown() {
    return registry.scrape().lines().filter(l -> l.startsWith("rtl_")).toList();
  }

  @Test
  void eachCheckAndAllTogetherAreShown() {
    HealthMetrics metrics = new HealthMetrics(clock);
    registry.getPrometheusRegistry().register(metrics);
    assertEquals(List.of(), shown(), "nothing is known before the first look");
    metrics.look(context);
    assertEquals(
        List.of(
            "rtl_check_up{check=\"journal\"} 1.0",
            "rtl_check_up{check=\"orthanc\"} 1.0",
            "rtl_ready 1.0"),
        shown());
    problem = Optional.of("it is away");
    metrics.look(context);
    assertEquals(
        List.of(
            "rtl_check_up{check=\"journal\"} 1.0",
            "rtl_check_up{check=\"orthanc\"} 0.0",
            "rtl_ready 0.0"),
        shown());
  }

  @Test
  void aLookThatDoesNotEndHoldsNoScrapeUpAndCountsAsNotReady() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    HealthMetrics metrics = new HealthMetrics(clock);
    registry.getPrometheusRegistry().register(metrics);
    metrics.look(context);
    HealthCheckRegistry.get(context)
        .register(
            new PeerCheck(
                SelfCheck.running(
                    "fhir-server",
                    () -> {
                      asked.countDown();
                      try {
                        answered.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                      return Optional.empty();
                    })));
    Thread look = new Thread(() -> metrics.look(context));
    look.start();
    asked.await();
    assertEquals("rtl_ready 1.0", shown().get(2));
    clock.advance(HealthMetrics.STALE);
    assertEquals("rtl_ready 0.0", shown().get(2));
    answered.countDown();
    look.join();
    assertEquals("rtl_ready 1.0", shown().get(3));
  }

  @Test
  void itLooksByItself() {
    HealthMetrics.watch(context, registry.getPrometheusRegistry(), clock);
    await().atMost(Duration.ofSeconds(30)).until(() -> shown().contains("rtl_ready 1.0"));
  }
}
