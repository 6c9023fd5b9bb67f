package org.radiologytrust.journal;

import java.util.Arrays;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables of a journal to this version. Several nodes may do so at the same time. */
final class Migrations {
  private Migrations() {}

  /**
   * Creates or migrates the tables.
   *
   * @throws JournalException if a newer version has migrated them, or a migration fails
   */
  static void migrate(Db db) {
    String name = db.dialect().name();
    try {
      Flyway flyway = db.dialect().migrations().dataSource(db.dataSource()).load();
      if (isNewer(flyway)) {
        throw new JournalException(
            name + " was written by a newer version: use that version's rtl", null);
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw new JournalException("cannot migrate " + name, e);
    }
  }

  private static boolean isNewer(Flyway flyway) {
    return Arrays.stream(flyway.info().all())
        .anyMatch(
            m ->
                m.getState() == MigrationState.FUTURE_SUCCESS
                    || m.getState() == MigrationState.FUTURE_FAILED);
  }
}
