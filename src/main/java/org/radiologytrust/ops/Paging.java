package org.radiologytrust.ops;

/** The bounds of a list's page. */
final class Paging {
  private static final int MOST = 1000;

  private Paging() {}

  /**
   * @throws IllegalArgumentException says what is wrong
   */
  static void check(int offset, int limit) {
    if (offset < 0 || limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("offset from 0, limit from 1 to " + MOST);
    }
  }
}
