package org.radiologytrust.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSamePatientTest extends SamePatientContract {
  @TempDir Path folder;

  @Override
  Journal open(SteadyClock clock) {
    return SqlJournal.open(folder.resolve("journal.db"), clock, SITE);
  }

  /** CONTRIBUTING.md, Migrations. */
  @Test
  void nodesOfTheVersionBeforeKnowEachKindOfDecision() {
    itSurvivesAStart();
    List<String> kinds =
        ((SqlJournal) journal)
            .db()
            .read(
                tx ->
                    tx.list(
                        "select kind || ' ' || answer || ' ' || as_operator from decision order by ordinal",
                        rs -> rs.getString(1)));
    assertEquals(List.of("agree same-patient 0", "agree same-patient 1"), kinds);
  }
}
