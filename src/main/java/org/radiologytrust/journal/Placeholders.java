package org.radiologytrust.journal;

import java.util.Collections;

/** The places for values in a SQL statement. */
final class Placeholders {
  private Placeholders() {}

  /** Places for a list of values: {@code ?, ?, ?}. */
  static String of(int count) {
    return rows(count, "?");
  }

  /**
   * Places for rows of values: {@code (?, ?), (?, ?)}.
   *
   * @param row such as {@code (?, ?)}
   */
  static String rows(int count, String row) {
    return String.join(", ", Collections.nCopies(count, row));
  }
}
