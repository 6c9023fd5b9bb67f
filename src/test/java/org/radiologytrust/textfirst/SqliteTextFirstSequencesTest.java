package org.radiologytrust.textfirst;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("rounds")
@Tag("safety")
@Tag("long")
class SqliteTextFirstSequencesTest extends TextFirstSequences {
  @TempDir Path folder;
  private int opened;

  @Override
  List<Journal> journals(SteadyClock clock) throws IOException {
    Path empty = folder.resolve("empty.db");
    if (Files.notExists(empty)) {
      // once, because the migrations take longer than a sequence
      SqlJournal.open(empty, clock, OpenedJournal.SITE).close();
    }
    Path file = Files.copy(empty, folder.resolve("journal" + ++opened + ".db"));
    return List.of(SqlJournal.open(file, clock, OpenedJournal.SITE));
  }

  @Override
  int tries() {
    return Rounds.of(6, 60);
  }
}
