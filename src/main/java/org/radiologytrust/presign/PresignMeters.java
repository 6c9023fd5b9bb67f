package org.radiologytrust.presign;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The meters {@code rtl.presign}, {@code rtl.presign.image} and {@code rtl.presign.busy}. */
public final class PresignMeters {
  private final Map<Door, Timer> times = new EnumMap<>(Door.class);
  private final Timer image;
  private final Counter busy;

  public PresignMeters(MeterRegistry meters) {
    busy =
        Counter.builder("rtl.presign.busy")
            .description("Reports that were sent away because too many were being checked")
            .register(meters);
    image =
        Timer.builder("rtl.presign.image")
            .description("Checks of open reports with an image, with the steps of the model")
            .register(meters);
    for (Door door : Door.values()) {
      times.put(
          door,
          Timer.builder("rtl.presign")
              .description("Checks of reports that are still open, with the wait for a place")
              .tag("door", door.code())
              .publishPercentiles(0.5, 0.95, 0.99)
              .register(meters));
    }
  }

  /**
   * @param nanos with the wait for a place
   */
  void checked(Door door, long nanos) {
    times.get(door).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The same of a report with an image, for which a model may be asked. */
  void looked(long nanos) {
    image.record(nanos, TimeUnit.NANOSECONDS);
  }

  void busy() {
    busy.increment();
  }
}
