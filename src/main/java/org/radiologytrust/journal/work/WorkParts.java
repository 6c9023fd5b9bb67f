package org.radiologytrust.journal.work;

import java.time.Clock;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Signals;

/** The parts of the journal that say what is to be done, in SQL. */
public record WorkParts(
    StudyStore studies,
    JobQueue jobs,
    FeedCursors feedCursors,
    FeedStarts feedStarts,
    NodeLeases leases) {
  public WorkParts(Db db, Clock clock, Signals signals) {
    this(
        new SqlStudyStore(db, clock, signals.reports()),
        new SqlJobQueue(db, clock, signals),
        new SqlFeedCursors(db),
        new SqlFeedStarts(db),
        new SqlNodeLeases(db, clock));
  }
}
