package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.store.Tx;

/**
 * The table {@code reminder}: of which decisions a reminder was given that nothing was corrected.
 */
final class Reminders {
  private Reminders() {}

  /** The persons' decisions about a report of which a reminder was given. */
  static Set<UUID> of(Tx tx, String site, String report) throws SQLException {
    return Set.copyOf(
        tx.list(
            """
            select r.decision from reminder r join decision d on d.id = r.decision
            join audit a on a.run_id = d.run_id where a.site = ? and a.report_id = ?
            """,
            rs -> UUID.fromString(rs.getString(1)),
            site,
            report));
  }
}
