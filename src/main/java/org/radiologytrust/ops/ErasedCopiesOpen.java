package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.radiologytrust.journal.erasure.ErasedCopies;

/** How many resources of erased audits the FHIR server still has as they were. */
record ErasedCopiesOpen(ErasedCopies copies) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    return MetricSnapshots.of(
        GaugeSnapshot.builder()
            .name("rtl_erased_copies_open")
            .help("Resources of erased audits that the FHIR server still has as they were")
            .dataPoint(GaugeDataPointSnapshot.builder().value(copies.open()).build())
            .build());
  }
}
