package org.radiologytrust.sentinel;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.journal.sentinels.Sentinels.Door;
import org.radiologytrust.sentinel.SentinelWatch.DoorState;

/** Shows the metrics of sentinels to tests of other packages. */
public final class SentinelMeters {
  private SentinelMeters() {}

  public static void register(PrometheusMeterRegistry registry) {
    registry
        .getPrometheusRegistry()
        .register(
            new SentinelMetrics(
                () ->
                    List.of(
                        new DoorState(
                            Door.MLLP, Optional.empty(), Optional.of(Duration.ofSeconds(1))))));
  }
}
