package org.radiologytrust.journal.logins;

import org.radiologytrust.journal.store.Db;

/**
 * What all nodes of a site share beside the journal itself, so that any node can answer any
 * request. A journal in SQLite has one process, which keeps this in files and in memory.
 *
 * @param failures failed log-ins
 */
public record Shared(
    SharedUsers users, SharedSessions sessions, SharedFailures failures, SharedAccesses accesses) {
  public Shared(Db db) {
    this(
        new SharedUsers(db),
        new SharedSessions(db),
        new SharedFailures(db),
        new SharedAccesses(db));
  }
}
