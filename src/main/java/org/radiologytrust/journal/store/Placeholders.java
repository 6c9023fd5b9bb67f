package org.radiologytrust.journal.store;

import java.util.Collections;

/** The places for values in a SQL statement. */
public final class Placeholders {
  private Placeholders() {}

  /** Places for a list of values: {@code ?, ?, ?}. */
  public static String of(int count) {
    return rows(count, "?");
  }

  /**
   * Places for rows of values: {@code (?, ?), (?, ?)}.
   *
   * @param row such as {@code (?, ?)}
   */
  public static String rows(int count, String row) {
    return String.join(", ", Collections.nCopies(count, row));
  }
}
