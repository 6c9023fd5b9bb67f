package org.radiologytrust.journal.work;

import org.radiologytrust.journal.inbox.IntakeLimits;
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
   * @param made how many earlier reports a run rests on, and whether it is made in shadow mode
   */
  public WorkParts(
      Db db,
      SteadyClock clock,
      Signals signals,
      SqlNotifications notifications,
      IntakeLimits made) {
    this(
        new SqlStudyStore(db, clock, signals.reports()),
        new SqlJobQueue(db, clock, signals, notifications, made),
        new SqlEarlierReports(db, clock, signals, made),
        new SqlFeedCursors(db),
        new SqlFeedStarts(db),
        new SqlNodeLeases(db, clock));
  }
}
