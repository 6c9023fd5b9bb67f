package org.radiologytrust.journal.work;

import org.junit.jupiter.api.Tag;
import org.radiologytrust.Rounds;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("peers")
@Tag("safety")
@Tag("rounds")
class PostgresUnlinkedPatientsTest extends UnlinkedPatientsContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  protected Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }

  @Override
  protected int seeds() {
    return Rounds.of(2, 6);
  }
}
