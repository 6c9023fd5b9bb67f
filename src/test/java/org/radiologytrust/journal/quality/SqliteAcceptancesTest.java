package org.radiologytrust.journal.quality;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("safety")
@Tag("long")
class SqliteAcceptancesTest extends AcceptancesContract {
  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }
}
