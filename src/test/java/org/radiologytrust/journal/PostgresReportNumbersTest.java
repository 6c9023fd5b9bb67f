package org.radiologytrust.journal;

import org.junit.jupiter.api.Tag;

@Tag("peers")
@Tag("safety")
class PostgresReportNumbersTest extends ReportNumbersContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }
}
