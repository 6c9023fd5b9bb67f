package org.radiologytrust.page.decide;

import java.time.Duration;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.store.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminds of flags that people agreed with while the report stays as it is: its row goes to the top
 * of the worklist. Called by route {@code reminders}.
 */
public final class ReminderRounds {
  private static final Logger LOG = LoggerFactory.getLogger(ReminderRounds.class);

  private final Reviews reviews;
  private final Duration urgent;
  private final Duration other;

  /**
   * @param urgent how long after the agreement, where the flag is of the two heaviest weights
   * @param other the same for all other flags
   */
  public ReminderRounds(Reviews reviews, Duration urgent, Duration other) {
    this.reviews = reviews;
    this.urgent = urgent;
    this.other = other;
  }

  /** Gives the reminders that are due. If the journal fails, the next round gives them. */
  public void remind() {
    try {
      int flags = reviews.remind(urgent, other);
      if (flags > 0) {
        LOG.info("reminded of {} flags that are to be corrected", flags);
      }
    } catch (JournalException e) {
      LOG.error("reminders wait for the next round: {}", e.getMessage());
    }
  }
}
