package org.radiologytrust.journal.work;

import org.radiologytrust.journal.notifications.SqlNotifications;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Signals;
import org.radiologytrust.journal.store.SteadyClock;

/** The parts of the journal that say what is to be done, in SQL. */
public record WorkParts(
    StudyStore studies,
    JobQueue jobs,
    EarlierReports earlier,
    FeedCursors feedCursors,
    FeedStarts feedStarts,
    NodeLeases leases) {
  public WorkParts(Db db, SteadyClock clock, Signals signals, SqlNotifications notifications) {
    this(
        new SqlStudyStore(db, clock, signals.reports()),
        new SqlJobQueue(db, clock, signals, notifications),
        new SqlEarlierReports(db, clock, signals),
        new SqlFeedCursors(db),
        new SqlFeedStarts(db),
        new SqlNodeLeases(db, clock));
  }
}
