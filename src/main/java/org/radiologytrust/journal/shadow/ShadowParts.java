package org.radiologytrust.journal.shadow;

import java.time.Clock;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.store.Db;

/** The parts of the journal for shadow mode, in SQL. */
public record ShadowParts(ShadowAudits audits, DutyFlags duties) {
  public ShadowParts(Db db, Clock clock, Reviews reviews) {
    this(new SqlShadowAudits(db, reviews), new SqlDutyFlags(db, clock));
  }
}
