package org.radiologytrust.journal.store;

import java.sql.SQLException;

/**
 * Pages of an SQLite file that hold nothing any more. Files that an older version made have no
 * incremental vacuum: a restored backup has.
 */
final class FreePages {
  /** Value of the pragma auto_vacuum. */
  private static final int INCREMENTAL = 2;

  /** Free pages that are kept for new rows. */
  private static final int KEPT = 2500;

  /** As many pages take a few milliseconds. */
  private static final int AT_ONCE = 250;

  private FreePages() {}

  /** Makes the file smaller by some pages, and returns by how many bytes; 0 at the end. */
  static long giveBack(Tx tx) throws SQLException {
    if (number(tx, "pragma auto_vacuum") != INCREMENTAL) {
      return 0;
    }
    long free = number(tx, "pragma freelist_count");
    if (free <= KEPT) {
      return 0;
    }
    long pages = Math.min(free - KEPT, AT_ONCE);
    tx.execute("pragma incremental_vacuum(" + pages + ")");
    return pages * number(tx, "pragma page_size");
  }

  private static long number(Tx tx, String pragma) throws SQLException {
    return tx.first(pragma, rs -> rs.getLong(1)).orElseThrow();
  }
}
