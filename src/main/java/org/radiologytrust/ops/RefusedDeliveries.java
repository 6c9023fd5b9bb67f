package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.radiologytrust.journal.search.Overview.Refused;
import org.radiologytrust.journal.store.SteadyClock;

/** How long sinks have refused deliveries, by the code and place of their error. */
record RefusedDeliveries(Supplier<List<Refused>> refused, SteadyClock clock)
    implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder seconds =
        GaugeSnapshot.builder()
            .name("rtl_delivery_refused_seconds")
            .help("How long the sink has refused deliveries with this error");
    for (Refused one : refused.get()) {
      long waited = Duration.between(one.since(), clock.instant()).toSeconds();
      seconds.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of("sink", one.sink(), "error", one.code()))
              .value(Math.max(0, waited))
              .build());
    }
    return MetricSnapshots.of(seconds.build());
  }
}
