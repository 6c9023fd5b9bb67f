package org.radiologytrust.journal.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.radiologytrust.runtime.DaemonThreads;

/**
 * The wall clock of the database server, so that all nodes agree on the time, whatever their own
 * clocks show. It is read every ten seconds; in between, and while the database is away, this
 * machine's monotonic clock continues from the last reading.
 */
final class DatabaseClock extends Clock implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** A slower answer may be wrong by half of its time, so the earlier reading is kept. */
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final Source source;
  private final LongSupplier nanos;
  private final ScheduledExecutorService timer;
  private volatile Reading last;

  /**
   * One reading.
   *
   * @param asked value of the monotonic clock before the question
   * @param answered its value after the answer
   */
  record Reading(Instant shown, long asked, long answered) {
    private boolean slow() {
      return answered - asked > SLOW.toNanos();
    }

    /** The database read its clock at some time between question and answer. */
    private Instant at(long nanos) {
      return shown.plusNanos(nanos - asked - (answered - asked) / 2);
    }
  }

  /** Reads the clock of the database. */
  @FunctionalInterface
  interface Source {
    /**
     * @throws JournalException if the database does not answer
     */
    Reading read();
  }

  /**
   * @param nanos the monotonic clock of the readings
   * @throws JournalException if the database does not answer
   */
  DatabaseClock(Source source, LongSupplier nanos) {
    this.source = source;
    this.nanos = nanos;
    this.last = source.read();
    this.timer = Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("journal-clock"));
  }

  /** The clock of this database; it is read regularly until {@link #close}. */
  static DatabaseClock of(Db db) {
    DatabaseClock clock = new DatabaseClock(() -> read(db), System::nanoTime);
    clock.timer.scheduleWithFixedDelay(
        clock::readAgain, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return clock;
  }

  private static Reading read(Db db) {
    return db.watch(
        tx -> {
          // the wait for a connection is over and does not count
          long asked = System.nanoTime();
          Instant shown =
              tx.first(
                      "select clock_timestamp()",
                      rs -> rs.getObject(1, OffsetDateTime.class).toInstant())
                  .orElseThrow();
          return new Reading(shown, asked, System.nanoTime());
        });
  }

  /** Reads the clock again; keeps the earlier reading if the answer is slow or does not come. */
  void readAgain() {
    try {
      Reading read = source.read();
      if (!read.slow() || last.slow()) {
        last = read;
      }
    } catch (RuntimeException e) {
      // the health check says that the database is away; the monotonic clock goes on
    }
  }

  @Override
  public Instant instant() {
    return last.at(nanos.getAsLong());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the database's clock is always in UTC");
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
