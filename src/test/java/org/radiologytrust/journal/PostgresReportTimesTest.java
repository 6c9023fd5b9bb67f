package org.radiologytrust.journal;

import org.junit.jupiter.api.Tag;

@Tag("peers")
@Tag("safety")
class PostgresReportTimesTest extends ReportTimesContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }
}
