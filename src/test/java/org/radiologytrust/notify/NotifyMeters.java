package org.radiologytrust.notify;

import io.micrometer.core.instrument.MeterRegistry;

/** Registers the metrics of notifications. */
public final class NotifyMeters {
  private NotifyMeters() {}

  public static void register(MeterRegistry registry) {
    new SendCounts(registry);
  }
}
