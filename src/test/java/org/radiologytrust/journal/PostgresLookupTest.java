package org.radiologytrust.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("peers")
class PostgresLookupTest extends LookupContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }

  @Override
  Path migration() {
    return Path.of("src/main/resources/db/postgresql/V32__message_terms.sql");
  }
}
