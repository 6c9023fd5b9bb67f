package org.radiologytrust.journal;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteReportTimesTest extends ReportTimesContract {
  @TempDir Path folder;

  @Override
  Journal open(SteadyClock clock) {
    return SqlJournal.open(folder.resolve("journal.db"), clock, SITE);
  }
}
