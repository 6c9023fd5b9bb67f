package org.radiologytrust.knownerrors;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.Supplier;

/** Which checks found their known error. */
record KnownErrorMetrics(Supplier<Map<String, Integer>> values) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder missed =
        GaugeSnapshot.builder()
            .name("rtl_known_error_missed")
            .help("1 while a check does not find its known error");
    values
        .get()
        .forEach(
            (check, value) ->
                missed.dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("check", check))
                        .value(value)
                        .build()));
    return MetricSnapshots.of(missed.build());
  }
}
