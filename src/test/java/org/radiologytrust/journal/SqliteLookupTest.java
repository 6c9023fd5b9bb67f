package org.radiologytrust.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteLookupTest extends LookupContract {
  @TempDir Path folder;

  @Override
  Journal open(SteadyClock clock) {
    return SqlJournal.open(folder.resolve("journal.db"), clock, "main");
  }

  @Override
  Path migration() {
    return Path.of("src/main/resources/db/sqlite/V31__message_terms.sql");
  }
}
