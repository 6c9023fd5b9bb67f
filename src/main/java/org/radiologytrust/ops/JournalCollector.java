package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.radiologytrust.journal.store.JournalException;

/**
 * Metrics that are read from the journal. They are left out while it does not answer. An exception
 * would end the whole scrape, and also hide the metric that says that the journal is away.
 */
record JournalCollector(MultiCollector metrics) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    try {
      return metrics.collect();
    } catch (JournalException e) {
      return MetricSnapshots.of();
    }
  }
}
