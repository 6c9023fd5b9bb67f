package org.radiologytrust.sentinel;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Supplier;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.sentinel.SentinelWatch.DoorState;

/** Whether the newest sentinel came through each door, and how long it took. */
record SentinelMetrics(Supplier<List<DoorState>> doors) implements MultiCollector {
  private static final double MILLIS = 1000;

  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder failing =
        GaugeSnapshot.builder()
            .name("rtl_sentinel_failing")
            .help("1 while a report that the node sent to its own door did not come through");
    GaugeSnapshot.Builder seconds =
        GaugeSnapshot.builder()
            .name("rtl_sentinel_seconds")
            .help("From the sending of the newest report that came through to its flag");
    try {
      for (DoorState state : doors.get()) {
        Labels labels = Labels.of("door", state.door().code());
        failing.dataPoint(point(labels, state.problem().isPresent() ? 1 : 0));
        state.took().ifPresent(t -> seconds.dataPoint(point(labels, t.toMillis() / MILLIS)));
      }
    } catch (JournalException e) {
      return MetricSnapshots.of(); // an exception would end the whole scrape
    }
    return MetricSnapshots.of(failing.build(), seconds.build());
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
