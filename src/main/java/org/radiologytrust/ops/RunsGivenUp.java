package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.radiologytrust.journal.work.JobQueue;

/**
 * How many runs ended because their process died of them. It is read from the journal: the process
 * that could have counted them is dead.
 */
record RunsGivenUp(JobQueue jobs) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("rtl_runs_given_up")
            .help("Runs that are not auditable because the process died while it ran them alone")
            .dataPoint(GaugeDataPointSnapshot.builder().value(jobs.givenUp()).build())
            .build());
  }
}
