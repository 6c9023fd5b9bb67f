package org.radiologytrust.page.worklist;

import java.time.Instant;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.page.flag.Initials;

/**
 * A row of the worklist as the page shows it.
 *
 * @param now the time against which the age is told
 */
record ListedReport(Worklist.Row row, Instant now) {
  String initials() {
    return Initials.of(row.exam().givenName(), row.exam().familyName());
  }

  /** How long ago the current version came. */
  String age() {
    return Times.age(row.received(), now);
  }

  /** Who made the newest decision; empty if there is none. */
  String decidedBy() {
    return row.decided() == null ? "" : row.decided().by();
  }

  /** When that was; empty if there is none. */
  String decidedAt() {
    return row.decided() == null ? "" : Times.when(row.decided().at(), now);
  }

  /** The score, or empty if there is none. */
  String score() {
    Integer score = row.result().score();
    return score == null ? "" : score.toString();
  }

  @Override
  public String toString() {
    return row.toString();
  }
}
