package org.radiologytrust.journal.reviews;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.store.SteadyClock;

@Tag("safety")
@Tag("long")
class SqliteSamePatientTest extends SamePatientContract {
  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }

  /** CONTRIBUTING.md, Migrations. */
  @Test
  void nodesOfTheVersionBeforeKnowEachKindOfDecision() {
    itSurvivesAStart();
    List<String> kinds =
        db(journal)
            .read(
                tx ->
                    tx.list(
                        "select kind || ' ' || answer || ' ' || as_operator from decision order by ordinal",
                        rs -> rs.getString(1)));
    assertEquals(List.of("agree same-patient 0", "agree same-patient 1"), kinds);
  }
}
