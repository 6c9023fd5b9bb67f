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
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.JobQueue;

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

  /** Why readiness fails; empty when no report waits too long. */
  Optional<String> problem() {
    try {
      return most.flatMap(limit -> problem(age(), limit));
    } catch (JournalException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Optional<String> problem(Duration age, Duration limit) {
    return age.compareTo(limit) <= 0
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
