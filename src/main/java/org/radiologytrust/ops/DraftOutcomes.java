package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.radiologytrust.journal.drafts.DraftFlags;

/** What became of the flags of open reports, by {@code rtl.presign.keep}. */
record DraftOutcomes(Supplier<List<DraftFlags.Outcome>> outcomes) implements MultiCollector {
  @Override
  public MetricSnapshots collect() {
    CounterSnapshot.Builder all =
        CounterSnapshot.builder()
            .name("rtl_presign_flags")
            .help(
                "Flags of reports that were checked before they were signed, by what became of them");
    outcomes
        .get()
        .forEach(
            outcome ->
                all.dataPoint(
                    CounterDataPointSnapshot.builder()
                        .labels(
                            Labels.of(
                                "check", outcome.check(),
                                "outcome", outcome.outcome(),
                                "strength", outcome.strength().name().toLowerCase(Locale.ROOT)))
                        .value(outcome.flags())
                        .build()));
    return MetricSnapshots.of(all.build());
  }
}
