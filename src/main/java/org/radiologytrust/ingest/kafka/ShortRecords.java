package org.radiologytrust.ingest.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which records are stored that are too short for any report: the first thousand of a day. So
 * a wrong program that writes to the topic fills neither disk nor log. Records that are long enough
 * for a report are all stored, because an operator can release them.
 */
public final class ShortRecords implements MeterBinder {
  /** Length of an MSH segment with its required fields and nothing else. */
  private static final int SHORTEST_MESSAGE = 30;

  /** Most short records of a day that are stored. */
  static final int MOST = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(ShortRecords.class);
  private static final Duration DAY = Duration.ofDays(1);

  private final Clock clock;
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private Instant begun;
  private int today;

  public ShortRecords(Clock clock) {
    this.clock = clock;
    this.begun = clock.instant();
  }

  /**
   * Whether a record is stored.
   *
   * @param value null for a tombstone
   * @param place topic, partition and offset
   */
  boolean stores(byte @Nullable [] value, String place) {
    return value != null && value.length >= SHORTEST_MESSAGE || storesOneMore(place);
  }

  private synchronized boolean storesOneMore(String place) {
    Instant now = clock.instant();
    if (!now.isBefore(begun.plus(DAY))) {
      begun = now;
      today = 0;
    }
    today++;
    if (today == MOST + 1) {
      LOG.error(
          "More than {} records of a day are too short for a report: from {} on they are only"
              + " counted; find the program that writes them",
          MOST,
          place);
    }
    (today > MOST ? dropped : stored).incrementAndGet();
    return today <= MOST;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(registry, "all", stored);
    counter(registry, "nothing", dropped);
  }

  private static void counter(MeterRegistry registry, String kept, AtomicLong count) {
    FunctionCounter.builder("rtl.kafka.short", count, AtomicLong::get)
        .description("Records that are too short for a report")
        .tag("kept", kept)
        .register(registry);
  }
}
