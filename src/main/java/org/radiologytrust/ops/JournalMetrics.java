package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.results.Outbox;
import org.radiologytrust.journal.search.Counters;

/**
 * The journal's counts as metrics. Each scrape is one consistent query, so the numbers add up and
 * survive a restart:
 *
 * <p>{@code rtl_messages_total} = {@code rtl_reports_total} + {@code rtl_reports_open} + the
 * messages that were ignored, duplicate or quarantined.
 */
public final class JournalMetrics implements MultiCollector {
  private static final double MILLIS = 1000;

  private final Counters counters;
  private final List<String> sinks;

  /**
   * @param sinks names of the sinks, whose counts are shown even when they are 0
   */
  public JournalMetrics(Counters counters, List<String> sinks) {
    this.counters = counters;
    this.sinks = List.copyOf(sinks);
  }

  @Override
  public MetricSnapshots collect() {
    Counters.Counts counts = counters.counts();
    CounterSnapshot.Builder messages =
        CounterSnapshot.builder()
            .name("rtl_messages")
            .help("Messages that came, by what became of them");
    counts.messages().forEach((outcome, n) -> messages.dataPoint(counter("outcome", outcome, n)));
    CounterSnapshot.Builder reports =
        CounterSnapshot.builder()
            .name("rtl_reports")
            .help(
                "Report versions by how their last run ended, as it is now: one that was checked"
                    + " only and is audited when late images come moves to audited, so that the sum"
                    + " holds; compare values, not rates");
    counts.reports().forEach((outcome, n) -> reports.dataPoint(counter("outcome", outcome, n)));
    GaugeSnapshot.Builder open =
        GaugeSnapshot.builder().name("rtl_reports_open").help("Report versions on their way");
    counts.open().forEach((state, n) -> open.dataPoint(gauge(Labels.of("state", state), n)));
    GaugeSnapshot.Builder worklist =
        GaugeSnapshot.builder()
            .name("rtl_worklist_reports")
            .help("Reports by their state in the worklist; each is in one");
    counts
        .worklist()
        .forEach((state, n) -> worklist.dataPoint(gauge(Labels.of("state", state), n)));
    GaugeSnapshot.Builder deliveries =
        GaugeSnapshot.builder()
            .name("rtl_deliveries")
            .help("Audits and decisions on their way to a sink");
    for (String sink : sinks) {
      for (String state : Outbox.STATES) {
        long n = counts.deliveries().getOrDefault(sink, Map.of()).getOrDefault(state, 0L);
        deliveries.dataPoint(gauge(Labels.of("sink", sink, "state", state), n));
      }
    }
    Counters.Outcomes outcomes = counts.outcomes();
    CounterSnapshot.Builder agreed =
        CounterSnapshot.builder()
            .name("rtl_agreed_flags")
            .help("Flags that people agreed with, by what became of them");
    agreed.dataPoint(counter("outcome", "corrected", outcomes.corrected()));
    agreed.dataPoint(counter("outcome", "left", outcomes.left()));
    agreed.dataPoint(counter("outcome", "unclear", outcomes.unclear()));
    GaugeSnapshot changed =
        GaugeSnapshot.builder()
            .name("rtl_agreed_flags_evidence_changed")
            .help(
                "Of the agreed flags, those that rest on an earlier report or an image which was"
                    + " corrected or withdrawn since, or is another patient's")
            .dataPoint(gauge(Labels.EMPTY, outcomes.evidenceChanged()))
            .build();
    SummarySnapshot took =
        SummarySnapshot.builder()
            .name("rtl_correction_seconds")
            .help("From the agreement with a flag to the version of the report that corrected it")
            .dataPoint(
                SummaryDataPointSnapshot.builder()
                    .count(outcomes.corrected())
                    .sum(outcomes.took().toMillis() / MILLIS)
                    .build())
            .build();
    return MetricSnapshots.of(
        messages.build(),
        reports.build(),
        open.build(),
        worklist.build(),
        deliveries.build(),
        agreed.build(),
        changed,
        took);
  }

  private static CounterDataPointSnapshot counter(String label, String value, long n) {
    return CounterDataPointSnapshot.builder().labels(Labels.of(label, value)).value(n).build();
  }

  private static GaugeDataPointSnapshot gauge(Labels labels, long n) {
    return GaugeDataPointSnapshot.builder().labels(labels).value(n).build();
  }
}
