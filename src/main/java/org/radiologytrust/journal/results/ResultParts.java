package org.radiologytrust.journal.results;

import java.time.Clock;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.Signals;

/** The parts of the journal that keep and deliver what audits became, in SQL. */
public record ResultParts(ResourceStore resources, Outbox outbox, DeadLetters deadLetters) {
  public ResultParts(Db db, Clock clock, Signals signals) {
    this(
        new SqlResourceStore(db, clock),
        new SqlOutbox(db, clock),
        new SqlDeadLetters(db, clock, signals.deliveries()));
  }
}
