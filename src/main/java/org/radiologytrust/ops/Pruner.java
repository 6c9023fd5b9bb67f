package org.radiologytrust.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.radiologytrust.journal.Retention;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from the journal what is older than its retention period. Called by route {@code
 * retention}.
 */
public final class Pruner {
  private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

  /** Rows in one commit; an arriving message waits for at most one. */
  private static final int BATCH = 50;

  private static final int MIB = 1024 * 1024;

  private final Retention retention;
  private final Periods periods;
  private final SteadyClock clock;

  /**
   * How long data is kept; empty means for ever.
   *
   * @param messages bytes of messages, from their arrival
   * @param quarantine bytes of messages in quarantine, from their arrival
   * @param answers step results, from the end of their run
   * @param drafts flags of reports that were checked before they were signed
   */
  public record Periods(
      Optional<Duration> messages,
      Optional<Duration> quarantine,
      Optional<Duration> answers,
      Optional<Duration> drafts) {}

  public Pruner(Retention retention, Periods periods, SteadyClock clock) {
    this.retention = retention;
    this.periods = periods;
    this.clock = clock;
  }

  /** Removes up to {@code limit} rows older than {@code before} and returns how many it removed. */
  private interface Batch {
    int take(Instant before, int limit);
  }

  /** Removes everything that is too old. If the journal fails, logs it; the next run continues. */
  public void prune() {
    try {
      int messages = all(periods.messages(), retention::messages);
      int quarantined = all(periods.quarantine(), retention::quarantined);
      int runs = all(periods.answers(), retention::steps);
      int flags = all(periods.drafts(), retention::draftFlags);
      if (messages + quarantined + runs + flags > 0) {
        LOG.info(
            "retention removed the bytes of {} messages and of {} in quarantine, the step results of"
                + " {} runs, and {} flags of open reports",
            messages,
            quarantined,
            runs,
            flags);
      }
      giveBack();
    } catch (JournalException e) {
      LOG.error("retention stopped and continues at its next run: {}", e.getMessage());
    }
  }

  private void giveBack() {
    long all = 0;
    long given;
    do {
      given = retention.giveBack();
      all += given;
    } while (given > 0);
    if (all > 0) {
      LOG.info("the journal gave {} MiB back to the file system", all / MIB);
    }
  }

  /**
   * The time before which data is old, by whichever clock keeps more. One of them may have been set
   * far forward, and data that is not old must stay.
   */
  private Instant before(Duration kept) {
    Instant steady = clock.ago(kept);
    Instant wall = clock.wall().instant().minus(kept);
    return wall.isBefore(steady) ? wall : steady;
  }

  private int all(Optional<Duration> kept, Batch batch) {
    if (kept.isEmpty()) {
      return 0;
    }
    Instant before = before(kept.get());
    int all = 0;
    int taken;
    do {
      taken = batch.take(before, BATCH);
      all += taken;
    } while (taken > 0);
    return all;
  }
}
