package org.radiologytrust.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.Retention;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes out of the journal what is kept for a time only. The bean of route {@code retention}. */
public final class Pruner {
  private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

  /** Rows in one commit: messages that come wait for no longer than that. */
  private static final int BATCH = 50;

  private final Retention retention;
  private final Periods periods;
  private final Clock clock;

  /**
   * How long what is kept; empty is for ever.
   *
   * @param messages bytes of messages, from their arrival
   * @param quarantine the same of those in quarantine
   * @param answers step results, from the end of their run
   */
  public record Periods(
      Optional<Duration> messages, Optional<Duration> quarantine, Optional<Duration> answers) {}

  public Pruner(Retention retention, Periods periods, Clock clock) {
    this.retention = retention;
    this.periods = periods;
    this.clock = clock;
  }

  /** One batch after the other, until nothing is left that is too old. */
  private interface Batch {
    int take(Instant before, int limit);
  }

  /** One round. Does not throw where the journal refuses: the next round goes on. */
  public void prune() {
    try {
      int messages = all(periods.messages(), retention::messages);
      int quarantined = all(periods.quarantine(), retention::quarantined);
      int runs = all(periods.answers(), retention::steps);
      if (messages + quarantined + runs > 0) {
        LOG.info(
            "retention took out the bytes of {} messages and of {} in quarantine, and the step"
                + " results of {} runs",
            messages,
            quarantined,
            runs);
      }
    } catch (JournalException e) {
      LOG.error("retention goes on later: {}", e.getMessage());
    }
  }

  private int all(Optional<Duration> kept, Batch batch) {
    if (kept.isEmpty()) {
      return 0;
    }
    Instant before = clock.instant().minus(kept.get());
    int all = 0;
    int taken;
    do {
      taken = batch.take(before, BATCH);
      all += taken;
    } while (taken > 0);
    return all;
  }
}
