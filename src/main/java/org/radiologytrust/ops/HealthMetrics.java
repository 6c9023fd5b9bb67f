package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;

/**
 * Readiness for those who watch metrics alone: {@code rtl_ready} and, for each check of ours,
 * {@code rtl_check_up{check}}. Checks ask peers, which may take long: they are asked beside the
 * scrapes, and a scrape shows what the last look found. A look that does not end counts as not
 * ready.
 */
public final class HealthMetrics implements MultiCollector {
  private static final Duration PERIOD = Duration.ofSeconds(15);

  /** Longer than a peer's time to answer, and a period. */
  static final Duration STALE = Duration.ofMinutes(2);

  /** Of checks that are ours, and not Camel's. */
  private static final String GROUP = "rtl";

  private final Clock clock;
  private volatile Look last;

  private record Look(Instant at, boolean ready, Map<String, Boolean> checks) {}

  HealthMetrics(Clock clock) {
    this.clock = clock;
  }

  /**
   * Looks again and again until the context stops.
   *
   * @param context has started
   */
  public static void watch(CamelContext context, PrometheusRegistry registry, Clock clock) {
    HealthMetrics metrics = new HealthMetrics(clock);
    registry.register(metrics);
    context
        .getExecutorServiceManager()
        .newSingleThreadScheduledExecutor(metrics, "health-metrics")
        .scheduleWithFixedDelay(
            () -> metrics.look(context), 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Asks every readiness check. Never throws: the next look would not come. */
  void look(CamelContext context) {
    Map<String, Boolean> checks = new TreeMap<>();
    boolean ready = true;
    try {
      Collection<HealthCheck.Result> results = HealthCheckHelper.invokeReadiness(context, "full");
      for (HealthCheck.Result result : results) {
        boolean up = result.getState() != HealthCheck.State.DOWN;
        ready &= up;
        if (GROUP.equals(result.getCheck().getGroup())) {
          checks.put(result.getCheck().getId(), up);
        }
      }
    } catch (RuntimeException e) {
      ready = false;
    }
    last = new Look(clock.instant(), ready, checks);
  }

  @Override
  public MetricSnapshots collect() {
    Look look = last;
    if (look == null) {
      return MetricSnapshots.of();
    }
    boolean ready = look.ready && clock.instant().isBefore(look.at.plus(STALE));
    GaugeSnapshot.Builder checks =
        GaugeSnapshot.builder()
            .name("rtl_check_up")
            .help("1 while a readiness check of /observe/health/ready is up, else 0");
    look.checks.forEach((check, up) -> checks.dataPoint(gauge(Labels.of("check", check), up)));
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("rtl_ready")
            .help("1 while every readiness check is up, else 0")
            .dataPoint(gauge(Labels.EMPTY, ready))
            .build(),
        checks.build());
  }

  private static GaugeDataPointSnapshot gauge(Labels labels, boolean up) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(up ? 1 : 0).build();
  }
}
