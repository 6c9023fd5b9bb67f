package org.radiologytrust.journal.shadow;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SearchLimits;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("safety")
@Tag("long")
class SqliteShadowTest extends ShadowContract {
  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(
        folder.resolve("journal.db"), clock, SITE, SearchLimits.DEFAULT, limits());
  }
}
