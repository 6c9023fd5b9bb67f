package org.radiologytrust.acceptance;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.radiologytrust.acceptance.BandResult.State;
import org.radiologytrust.feature.Feature;
import org.radiologytrust.feature.Host;

/** Looks at intervals which checks are outside the band that was accepted, and counts them. */
public final class BandFeature implements Feature {
  private final Supplier<List<String>> checks;
  private volatile Supplier<BandWatch.Looked> last = () -> BandWatch.Looked.NEVER;

  /**
   * @param checks the ids of all checks
   */
  public BandFeature(Supplier<List<String>> checks) {
    this.checks = checks;
  }

  /** What the last look found. */
  public BandWatch.Looked last() {
    return last.get();
  }

  @Override
  public void bind(Host host) {
    BandWatch watch = new BandWatch(host.journal(), checks.get());
    last = watch::last;
    host.bind("bands", watch);
    host.meters().getPrometheusRegistry().register(new Metric(watch::last));
  }

  /** From memory: a scrape reads nothing of the journal. */
  record Metric(Supplier<BandWatch.Looked> last) implements MultiCollector {
    @Override
    public MetricSnapshots collect() {
      GaugeSnapshot.Builder outside =
          GaugeSnapshot.builder()
              .name("rtl_check_outside_band")
              .help(
                  "1 while the figures of a check are outside the band that a person accepted, 0"
                      + " while they are within; absent where too little was counted");
      new TreeMap<>(last.get().results())
          .forEach(
              (check, result) -> {
                if (result.state() != State.UNKNOWN) {
                  outside.dataPoint(
                      GaugeDataPointSnapshot.builder()
                          .labels(Labels.of("check", check))
                          .value(result.state() == State.OUTSIDE ? 1 : 0)
                          .build());
                }
              });
      return MetricSnapshots.of(outside.build());
    }
  }
}
