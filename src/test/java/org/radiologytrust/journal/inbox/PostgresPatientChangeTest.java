package org.radiologytrust.journal.inbox;

import org.junit.jupiter.api.Tag;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("rounds")
@Tag("peers")
class PostgresPatientChangeTest extends PatientChangeContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  protected Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }
}
