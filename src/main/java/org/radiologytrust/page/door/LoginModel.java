package org.radiologytrust.page.door;

import java.time.Duration;
import org.radiologytrust.session.Logins;
import org.radiologytrust.session.Visitor.Absence;

/**
 * The model of the log-in page.
 *
 * @param next where a log-in leads
 * @param over whether it stands in the place of a page that keeps words, see {@code session.js}
 */
record LoginModel(Layout layout, Notice notice, Logins.Limits limits, String next, boolean over) {
  /** What the page says above the form. */
  enum Notice {
    NONE,
    /** The person has just logged out. */
    LEFT,
    IDLE,
    OLD,
    RESTARTED,
    ENDED,
    UNKNOWN,
    WRONG,
    TOO_MANY,
    BUSY,
    OLD_LINK;

    static Notice of(Absence absence) {
      return valueOf(absence.name());
    }
  }

  /** A duration in words, such as 30 minutes. */
  static String words(Duration duration) {
    if (duration.toSeconds() < 60) {
      return count(duration.toSeconds(), "second");
    }
    return duration.toMinutes() % 60 == 0
        ? count(duration.toHours(), "hour")
        : count(duration.toMinutes(), "minute");
  }

  private static String count(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
