package org.radiologytrust.journal.work;

import java.sql.SQLException;
import org.radiologytrust.journal.store.Tx;

/** Versions that are audited anew because their patient was unlinked from another. */
final class Unlinked {
  /** The steps of the last run of a version before this one that has any. */
  private static final String ANSWERS =
      """
      insert into job_step (run_id, step, result_packed)
      select ?, step, result_packed from job_step where run_id = (
        select j.run_id from job j
        where j.version = ? and j.run_id <> ?
          and exists (select 1 from job_step s where s.run_id = j.run_id)
        order by j.created_at desc, j.run_id limit 1)
      on conflict do nothing
      """;

  private Unlinked() {}

  /** How often the version must be audited anew. */
  static int times(Tx tx, String version) throws SQLException {
    return tx.first("select unlinked from report_version where id = ?", rs -> rs.getInt(1), version)
        .orElse(0);
  }

  /**
   * Gives a run of such a version the model's answers of the run before, which are used where the
   * question is the same.
   */
  static void keepAnswers(Tx tx, String version, String run) throws SQLException {
    if (times(tx, version) > 0) {
      tx.update(ANSWERS, run, version, run);
    }
  }
}
