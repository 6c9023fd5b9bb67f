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
  /**
   * @param earlier so many earlier reports a run rests on
   */
  public WorkParts(
      Db db, SteadyClock clock, Signals signals, SqlNotifications notifications, int earlier) {
    this(
        new SqlStudyStore(db, clock, signals.reports()),
        new SqlJobQueue(db, clock, signals, notifications, earlier),
        new SqlEarlierReports(db, clock, signals, earlier),
        new SqlFeedCursors(db),
        new SqlFeedStarts(db),
        new SqlNodeLeases(db, clock));
  }
}
