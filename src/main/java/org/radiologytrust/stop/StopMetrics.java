package org.radiologytrust.stop;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.journal.stop.Breaches.Breach;
import org.radiologytrust.journal.store.JournalException;

/** The checks that left their band. */
record StopMetrics(StopDesk desk) implements MultiCollector {
  /** A check may be judged for each strength. */
  private record Series(String check, String kind) {}

  @Override
  public MetricSnapshots collect() {
    GaugeSnapshot.Builder waiting =
        GaugeSnapshot.builder()
            .name("rtl_stop_breach_unanswered")
            .help(
                "1 while a check has left its band and no person has answered, 0 once one has;"
                    + " absent while it is within");
    try {
      Map<Series, Boolean> series =
          new TreeMap<>(Comparator.comparing(Series::check).thenComparing(Series::kind));
      for (Breach breach : desk.open()) {
        series.merge(
            new Series(breach.place().check(), breach.place().kind()),
            desk.waits(breach),
            Boolean::logicalOr);
      }
      series.forEach(
          (of, waits) ->
              waiting.dataPoint(
                  point(Labels.of("check", of.check, "kind", of.kind), waits ? 1 : 0)));
    } catch (JournalException e) {
      return MetricSnapshots.of(); // an exception would end the whole scrape
    }
    return MetricSnapshots.of(waiting.build());
  }

  private static GaugeDataPointSnapshot point(Labels labels, double value) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
