package org.radiologytrust.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.store.Db;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;

/** A journal that is open while a test runs, and whose time the test makes. */
public abstract class OpenedJournal {
  public static final String SITE = "main";

  /** Has the tables say that a newer version has migrated them. */
  static final String NEWER_VERSION =
      """
      insert into flyway_schema_history select 9999, '9999', 'later', type, 'V9999__later.sql', 1,
        installed_by, installed_on, 1, success from flyway_schema_history where installed_rank = 1
      """;

  protected final SettableClock clock = new SettableClock();
  protected Journal journal;
  private @Nullable Journal other;

  /** Opens the store of this test, with what it had before. */
  protected abstract Journal open(SteadyClock clock);

  /** A new one for each start, as a process has it. */
  protected final SteadyClock steady() {
    return new SteadyClock(clock, clock::nanos);
  }

  @BeforeEach
  void openFirst() {
    journal = open(steady());
  }

  @AfterEach
  void closeLast() {
    journal.close();
    if (other != null) {
      other.close();
    }
  }

  /**
   * Another node on the same store, open from the first call on; the same one where only one
   * process may use it.
   */
  protected final Journal otherNode() {
    if (!db(journal).shared()) {
      return journal;
    }
    if (other == null) {
      other = open(steady());
    }
    return other;
  }

  /** How many Observations the read API finds by a patient's id. */
  protected final int published(String authority, String mrn) {
    ResourceStore.Criterion byId =
        new ResourceStore.Criterion(
            "patient:identifier", List.of(new ResourceStore.Code(authority, mrn)));
    return journal
        .resources()
        .search(
            new ResourceStore.Query(
                "Observation", List.of(byId), null, null, false, null, 100, false))
        .matches()
        .size();
  }

  protected final void reopen() {
    journal.close();
    journal = open(steady());
  }

  /** The tables of a journal. */
  public static Db db(Journal journal) {
    return ((SqlJournal) journal).db();
  }
}
