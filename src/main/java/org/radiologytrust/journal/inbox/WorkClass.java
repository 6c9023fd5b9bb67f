package org.radiologytrust.journal.inbox;

import java.time.Duration;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Urgency;

/**
 * In which order runs go, the most urgent class first.
 *
 * <p>A class is a head start, not a queue of its own: a run goes before those of the next class
 * that were queued up to {@link #STEP} earlier, and after all that are older than that. So a
 * routine run waits for urgent ones that come within three steps after it, and for no later one,
 * however many there are. A run of the text alone goes before all runs that also ask a model: it
 * takes milliseconds.
 */
public enum WorkClass {
  /** Stat, and withdrawals: they take away what is wrong, and ask nobody. */
  STAT,
  PRELIMINARY,
  URGENT,
  ROUTINE,
  /** A further audit of the same version, for example with late images. */
  AGAIN;

  /** The head start of a class before the next. */
  public static final Duration STEP = Duration.ofHours(8);

  /** Of a version that was not audited yet. */
  static WorkClass of(Report report) {
    if (report.urgency() == Urgency.STAT || report.status().withdrawn()) {
      return STAT;
    }
    if (report.status().preliminary()) {
      return PRELIMINARY;
    }
    return report.urgency() == Urgency.URGENT ? URGENT : ROUTINE;
  }

  /**
   * The place of a run: the smallest goes first.
   *
   * @param queued when the run was queued, in milliseconds
   */
  public long sortAt(long queued, boolean textOnly) {
    return queued + (ordinal() - (textOnly ? values().length : 0)) * STEP.toMillis();
  }
}
