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
import org.jspecify.annotations.Nullable;

/**
 * Readiness as metrics: {@code rtl_ready} and {@code rtl_check_up{check}} for each of our checks.
 * Checks ask peers and may take long, so they run in the background, and a scrape shows the last
 * result. If a run does not finish within {@link #STALE}, the product counts as not ready.
 */
public final class HealthMetrics implements MultiCollector {
  private static final Duration PERIOD = Duration.ofSeconds(15);

  /** Longer than a peer may take to answer, plus one period. */
  static final Duration STALE = Duration.ofMinutes(2);

  /** Group of our checks; Camel's are in others. */
  private static final String GROUP = "rtl";

  private final Clock clock;
  private volatile @Nullable Look last;

  private record Look(Instant at, boolean ready, Map<String, Boolean> checks) {}

  HealthMetrics(Clock clock) {
    this.clock = clock;
  }

  /**
   * Runs the checks periodically until the context stops.
   *
   * @param context must have started
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

  /** Runs every readiness check. Must not throw: the scheduler would not call it again. */
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
