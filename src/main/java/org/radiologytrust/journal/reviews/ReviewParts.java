package org.radiologytrust.journal.reviews;

import java.time.Clock;
import org.radiologytrust.journal.notifications.SqlNotifications;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Signals;

/** The parts of the journal for people who decide about audits, in SQL. */
public record ReviewParts(Worklist worklist, Reviews reviews, FinalReports finals) {
  public ReviewParts(Db db, Clock clock, Signals signals, SqlNotifications notifications) {
    this(
        new SqlWorklist(db),
        new SqlReviews(db, clock, signals, notifications),
        new SqlFinalReports(db));
  }
}
