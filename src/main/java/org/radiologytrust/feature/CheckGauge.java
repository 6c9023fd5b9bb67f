package org.radiologytrust.feature;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A gauge with a value for each check, from memory: a scrape reads nothing of the journal.
 *
 * @param values by the id of the check; a check that is not there has no value
 */
public record CheckGauge(String name, String help, Supplier<Map<String, Integer>> values)
    implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
    values
        .get()
        .forEach(
            (check, value) ->
                gauge.dataPoint(
                    GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("check", check))
                        .value(value)
                        .build()));
    return MetricSnapshots.of(gauge.build());
  }
}
