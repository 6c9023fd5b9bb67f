package org.radiologytrust.journal.search;

import org.junit.jupiter.api.Tag;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("peers")
class PostgresLookupTest extends LookupContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  protected Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }
}
