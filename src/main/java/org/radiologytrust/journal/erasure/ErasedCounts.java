package org.radiologytrust.journal.erasure;

import java.sql.SQLException;
import org.radiologytrust.journal.store.Tx;

/** Table {@code erased_count}: what was erased stays counted as received. */
final class ErasedCounts {
  private ErasedCounts() {}

  static void add(Tx tx, String what, String kind, long n) throws SQLException {
    tx.update(
        """
        insert into erased_count (what, kind, n, repeats) values (?, ?, ?, 0)
        on conflict (what, kind) do update set n = erased_count.n + excluded.n
        """,
        what,
        kind,
        n);
  }
}
