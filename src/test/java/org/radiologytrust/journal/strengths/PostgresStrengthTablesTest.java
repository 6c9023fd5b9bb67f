package org.radiologytrust.journal.strengths;

import org.junit.jupiter.api.Tag;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("peers")
@Tag("safety")
class PostgresStrengthTablesTest extends StrengthTablesContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  protected Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }
}
