package org.radiologytrust.journal;

import org.junit.jupiter.api.Tag;

@Tag("peers")
class PostgresReviewsTest extends ReviewsContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }

  @Override
  Journal backup() {
    return PostgresDatabases.open(PostgresDatabases.copy(database), steady());
  }
}
