package org.radiologytrust.journal.search;

import org.radiologytrust.journal.store.Db;

/** The parts of the journal in which operators look up and count, in SQL. */
public record SearchParts(Lookup lookup, Counters counters) {
  public SearchParts(Db db) {
    this(
        new Lookup(
            new SqlMessageSearch(db),
            new SqlStories(db),
            new SqlDeliverySearch(db),
            new SqlOverview(db)),
        new SqlCounters(db));
  }
}
