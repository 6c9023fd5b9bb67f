package org.radiologytrust.journal.store;

import java.nio.file.Path;

/** An SQLite file with the tables of an older version of the product. */
public final class OldTables {
  private OldTables() {}

  /**
   * Creates the file, or migrates it further.
   *
   * @param last number of the last migration, or {@code latest}
   */
  public static void migrate(Path file, String last) {
    JournalFile.migrations()
        .dataSource("jdbc:sqlite:" + file, null, null)
        .target(last)
        .load()
        .migrate();
  }
}
