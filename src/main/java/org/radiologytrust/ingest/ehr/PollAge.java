package org.radiologytrust.ingest.ehr;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** When the reports of the FHIR server were last read completely, as a metric. */
public final class PollAge {
  private final Clock clock;
  private volatile Instant complete;

  /**
   * Registers the metric. Until the first complete pass it counts from now.
   *
   * @param clock for all times
   */
  public PollAge(MeterRegistry registry, Clock clock) {
    this.clock = clock;
    this.complete = clock.instant();
    TimeGauge.builder(
            "rtl.fhir.reports.age",
            () -> Duration.between(complete, clock.instant()).toMillis(),
            TimeUnit.MILLISECONDS)
        .description("Time since the reports of the polled FHIR server were last read completely")
        .register(registry);
  }

  /** A pass was read to its last page. */
  void completed() {
    complete = clock.instant();
  }
}
