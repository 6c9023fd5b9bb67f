package org.radiologytrust.journal.strengths;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;

class SqliteStrengthTablesTest extends StrengthTablesContract {
  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }
}
