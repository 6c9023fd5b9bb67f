package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.JobQueue;

/** How long the oldest run has waited for its audit, as a metric and as a readiness check. */
public final class QueueAge implements MultiCollector {
  private final JobQueue jobs;
  private final Clock clock;
  private final Optional<Duration> most;

  /**
   * @param most longest wait before the check fails; empty for no limit
   */
  public QueueAge(JobQueue jobs, Clock clock, Optional<Duration> most) {
    this.jobs = jobs;
    this.clock = clock;
    this.most = most;
  }

  /** Zero when no run waits. */
  private Duration age() {
    Duration age =
        jobs.oldestWaiting()
            .map(queued -> Duration.between(queued, clock.instant()))
            .orElse(Duration.ZERO);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /**
   * Says that reports wait too long; empty when they do not. Messages are accepted all the same.
   */
  Optional<String> problem() {
    if (most.isEmpty()) {
      return Optional.empty();
    }
    Duration age = age();
    return age.compareTo(most.get()) <= 0
        ? Optional.empty()
        : Optional.of(
            "the oldest report has waited for its audit for "
                + age.toMinutes()
                + " minutes (rtl.queue.max-age). Messages are accepted all the same; add a model"
                + " server, or see why the model is slow");
  }

  @Override
  public MetricSnapshots collect() {
    List<MetricSnapshot> all = new ArrayList<>();
    all.add(
        gauge(
            "rtl_queue_age_seconds",
            "How long the oldest run has waited for its audit; 0 when none waits",
            age()));
    most.ifPresent(
        limit ->
            all.add(gauge("rtl_queue_max_age_seconds", "The setting rtl.queue.max-age", limit)));
    return new MetricSnapshots(all);
  }

  private static GaugeSnapshot gauge(String name, String help, Duration value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value.toMillis() / 1000.0).build())
        .build();
  }
}
