package org.radiologytrust.journal.reviews;

import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.radiologytrust.journal.store.Tx;

/**
 * Audits whose evidence has changed since: an earlier report that the run read was corrected or
 * withdrawn, or a report or image that it read turned out to be another patient's. What rests on an
 * erased report is erased with it.
 */
public final class ChangedEvidence {
  private static final String OF =
      """
      (exists (
          select 1 from rests_on o join report_version e on e.id = o.version
          where o.run_id = %1$s and (e.superseded = 1 or o.parted = 1))
        or exists (select 1 from job j where j.run_id = %1$s and j.images_parted = 1))
      """;

  private ChangedEvidence() {}

  /**
   * Whether the evidence of a run has changed, as an SQL condition.
   *
   * @param run the column that has the run's id
   */
  public static String of(String run) {
    return OF.formatted(run);
  }

  /** The audits of a report whose evidence has changed. */
  public static Set<UUID> ofReport(Tx tx, String site, String report) throws SQLException {
    return new LinkedHashSet<>(
        tx.list(
            "select a.run_id from audit a where a.site = ? and a.report_id = ? and "
                + of("a.run_id"),
            rs -> UUID.fromString(rs.getString(1)),
            site,
            report));
  }
}
