package org.radiologytrust.journal.search;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("long")
class SqliteLookupTest extends LookupContract {
  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(folder.resolve("journal.db"), clock, "main");
  }
}
