package org.radiologytrust.journal.reviews;

import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.OpenedJournal;
import org.radiologytrust.model.Audit;

/** The audits in a journal, for tests of what changes them. */
public final class StoredAudits {
  private StoredAudits() {}

  /** The newest audit of a version. */
  public static Audit newest(Journal journal, String version) {
    return OpenedJournal.db(journal)
        .read(tx -> WorklistTable.newestAudit(tx, version))
        .orElseThrow();
  }
}
