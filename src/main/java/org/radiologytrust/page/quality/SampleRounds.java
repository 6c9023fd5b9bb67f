package org.radiologytrust.page.quality;

import java.time.Duration;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.SteadyClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Draws the samples of each week, whether anybody reads or not. Called by route {@code samples}.
 */
public final class SampleRounds {
  private static final Logger LOG = LoggerFactory.getLogger(SampleRounds.class);

  /** Reports of a week's last hours may still wait for images or a model when it ends. */
  private static final Duration WAIT = Duration.ofHours(12);

  private final Readings readings;
  private final Readings.Sizes sizes;
  private final SteadyClock clock;

  /**
   * @param sizes how much is drawn each week
   */
  public SampleRounds(Readings readings, Readings.Sizes sizes, SteadyClock clock) {
    this.readings = readings;
    this.sizes = sizes;
    this.clock = clock;
  }

  /**
   * Draws the samples of the last week that ended twelve hours ago or earlier, unless they were
   * drawn. If the journal fails, the next round draws them.
   */
  public void draw() {
    try {
      int lists = readings.draw(clock.ago(WAIT), sizes);
      if (lists > 0) {
        LOG.info("drew {} samples of the week that has ended", lists);
      }
    } catch (JournalException e) {
      LOG.error("the samples of the week wait for the next round: {}", e.getMessage());
    }
  }
}
