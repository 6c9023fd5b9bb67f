package org.radiologytrust.journal.store;

import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationState;

/** Brings the tables of a journal to this version. Several nodes may do so at the same time. */
public final class Migrations {
  private Migrations() {}

  /**
   * Creates or migrates the tables.
   *
   * @throws JournalException if a newer version has migrated them, they are from before the
   *     baseline, or a migration fails
   */
  public static void migrate(Db db) {
    String name = db.name();
    requireBaseline(db);
    try {
      DataSource source = db.dialect().migrator();
      Flyway flyway = db.dialect().migrations().dataSource(source).load();
      requireNotNewer(flyway, name);
      flyway.migrate();
    } catch (FlywayException e) {
      throw new JournalException("cannot migrate " + name, e);
    }
  }

  /**
   * Requires that this version can use the tables, which need not exist. Changes nothing.
   *
   * @throws JournalException if a newer version has migrated them, or they are too old
   */
  public static void requireUsable(Db db) {
    db.read(tx -> Standing.isBefore(tx.connection(), db.name()));
    try {
      requireNotNewer(
          db.dialect().migrations().dataSource(db.dialect().migrator()).load(), db.name());
    } catch (FlywayException e) {
      throw new JournalException("cannot read " + db.name(), e);
    }
  }

  private static void requireNotNewer(Flyway flyway, String name) {
    if (Arrays.stream(flyway.info().all())
        .anyMatch(
            m ->
                m.getState() == MigrationState.FUTURE_SUCCESS
                    || m.getState() == MigrationState.FUTURE_FAILED)) {
      throw new JournalException(
          name + " was written by a newer version: use that version's rtl", null);
    }
  }

  /**
   * Requires that the tables, if there are any, stand at the baseline or later. Changes nothing.
   *
   * @throws JournalException if they do not
   */
  public static void requireBaseline(Db db) {
    if (db.read(tx -> Standing.isBefore(tx.connection(), db.name()))) {
      throw new JournalException(
          db.name() + " is of the version before: run 'rtl serve' of this version once", null);
    }
  }

  /**
   * Requires that the tables are of this version. Changes nothing.
   *
   * @throws JournalException if they are not
   */
  public static void requireCurrent(Db db) {
    try {
      db.dialect().migrations().dataSource(db.dialect().migrator()).load().validate();
    } catch (FlywayException e) {
      throw new JournalException(
          db.name()
              + " is from another version of rtl: run 'rtl serve' of this version once, or use the"
              + " other version",
          e);
    }
  }
}
