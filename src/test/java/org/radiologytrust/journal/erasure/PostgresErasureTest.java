package org.radiologytrust.journal.erasure;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("peers")
@Tag("safety")
class PostgresErasureTest extends ErasureContract {
  private final String database = PostgresDatabases.migrated();

  @Override
  protected Journal open(SteadyClock clock) {
    return PostgresDatabases.open(database, clock);
  }

  @Override
  List<String> tables() {
    return db(journal)
        .read(
            tx ->
                tx.list(
                    """
                    select table_name from information_schema.tables
                    where table_schema = current_schema() and table_type = 'BASE TABLE'
                      and table_name <> 'flyway_schema_history' order by 1
                    """,
                    rs -> rs.getString(1)));
  }
}
