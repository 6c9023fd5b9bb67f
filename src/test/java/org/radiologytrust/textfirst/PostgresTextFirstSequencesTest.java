package org.radiologytrust.textfirst;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.radiologytrust.Rounds;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.PostgresDatabases;
import org.radiologytrust.journal.store.SteadyClock;

/** With two nodes on one journal. */
@Tag("peers")
@Tag("safety")
@Tag("rounds")
class PostgresTextFirstSequencesTest extends TextFirstSequences {
  @Override
  List<Journal> journals(SteadyClock clock) {
    String database = PostgresDatabases.migrated();
    return List.of(
        PostgresDatabases.open(database, clock), PostgresDatabases.open(database, clock));
  }

  @Override
  int tries() {
    return Rounds.of(3, 25);
  }
}
