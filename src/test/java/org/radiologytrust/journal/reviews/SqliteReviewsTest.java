package org.radiologytrust.journal.reviews;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.MigratedFile;
import org.radiologytrust.journal.SqlJournal;
import org.radiologytrust.journal.reviews.Worklist.Filter;
import org.radiologytrust.journal.reviews.Worklist.State;
import org.radiologytrust.journal.store.JournalFile;
import org.radiologytrust.journal.store.SqlFragment;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.SampleRecords;

@Tag("long")
class SqliteReviewsTest extends ReviewsContract {
  @TempDir Path folder;

  @Override
  protected Journal open(SteadyClock clock) {
    return SqlJournal.open(MigratedFile.in(folder), clock, SITE);
  }

  @Override
  Journal backup() {
    Path copy = folder.resolve("copy.db");
    JournalFile.copy(folder.resolve("journal.db"), copy);
    JournalFile.check(copy);
    return SqlJournal.open(copy, steady(), SITE);
  }

  @Test
  @Tag("safety")
  void anAuditIsStoredThoughItsRowCannotBeComputed() {
    receive(SampleRecords.report("A1", "Clear lungs."));
    JobQueue.Job job = queue();
    db(journal).write(tx -> tx.update("update report_version set report = '{}'"));
    finish(job, SampleRecords.audit(job.runId(), job.report(), List.of()), "fhir");
    assertEquals(1, journal.counters().counts().reports().get("audited"));
  }

  /** Filters and search must not read the rows themselves, and the list must not be sorted. */
  @Test
  void filtersAndSearchReadOneIndexAlone() {
    Filter every = filter("doe jane", Set.of(State.OPEN, State.WITHDRAWN), "s");
    for (Filter filter : List.of(Filter.ALL, every, filter("", Set.of(State.OPEN), ""))) {
      assertEquals(
          List.of("SEARCH w USING COVERING INDEX worklist_order (rank>?)"),
          plan("count(*)", filter, ""));
      assertEquals(
          List.of("SEARCH w USING INDEX worklist_order (rank>?)"),
          plan("*", filter, " order by w.rank, w.sort_at, w.id limit 5"));
    }
    Filter today = new Filter("", Set.of(), "s", "", "", Set.of(), "", false, clock.instant());
    assertEquals(
        List.of("SEARCH w USING INDEX worklist_received (received_at>?)"),
        plan("count(*)", today, ""));
  }

  private static Filter filter(String text, Set<State> states, String other) {
    return new Filter(text, states, other, other, other, Set.of(other), other, false, null);
  }

  private List<String> plan(String what, Filter filter, String order) {
    SqlFragment where = WorklistCriteria.withStates(filter);
    return db(journal)
        .read(
            tx ->
                tx.list(
                    "explain query plan select "
                        + what
                        + " from worklist w where "
                        + where.text()
                        + order,
                    rs -> rs.getString("detail"),
                    where.values().toArray()));
  }
}
