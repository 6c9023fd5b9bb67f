package org.radiologytrust.ops;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.inbox.IntakeAlarm;

/**
 * Metrics of the machine: messages that the journal could not store or that a person should look
 * at, the free space of rtl.home, and how far the clock was set back.
 */
public final class HomeMetrics implements MultiCollector {
  /** Shown with 0 from the start, so that the first message is an increase. */
  private static final List<String> CHANNELS = List.of("hl7", "fhir", "kafka");

  private final Journal journal;
  private final Path home;
  private final long minFree;

  /**
   * @param minFree an alarm fires below this free space, bytes
   */
  public HomeMetrics(Journal journal, Path home, long minFree) {
    this.journal = journal;
    this.home = home;
    this.minFree = minFree;
  }

  @Override
  public MetricSnapshots collect() {
    CounterSnapshot.Builder notStored =
        CounterSnapshot.builder()
            .name("rtl_messages_not_stored")
            .help("Messages that the journal could not store; their senders were told so");
    Map<String, Long> counts = journal.writeHealth().notStored();
    for (String channel : CHANNELS) {
      notStored.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of("channel", channel))
              .value(counts.getOrDefault(channel, 0L))
              .build());
    }
    CounterSnapshot.Builder alarms =
        CounterSnapshot.builder()
            .name("rtl_intake_alarms")
            .help("Messages that a person should look at, whatever they were answered");
    Map<IntakeAlarm, Long> raised = journal.intakeAlarms();
    for (IntakeAlarm kind : IntakeAlarm.values()) {
      alarms.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of("kind", kind.code()))
              .value(raised.getOrDefault(kind, 0L))
              .build());
    }
    return MetricSnapshots.of(
        notStored.build(),
        alarms.build(),
        gauge("rtl_home_free_bytes", "Free space of the file system of rtl.home", free()),
        gauge("rtl_home_min_free_bytes", "The setting rtl.home.min-free", minFree),
        gauge(
            "rtl_clock_ahead_seconds",
            "How far the journal's time is ahead of the clock, which was set back",
            journal.clock().ahead().toMillis() / 1000.0));
  }

  /** NaN when the file system does not say. */
  private double free() {
    try {
      return Files.getFileStore(home).getUsableSpace();
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
