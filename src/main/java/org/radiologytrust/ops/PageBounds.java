package org.radiologytrust.ops;

/** Limits for one page of a list. */
final class PageBounds {
  private static final int MOST = 1000;

  private PageBounds() {}

  /**
   * @throws IllegalArgumentException when offset or limit is out of range; the message gives the
   *     range
   */
  static void check(int offset, int limit) {
    if (offset < 0 || limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("offset must be at least 0, limit 1 to " + MOST);
    }
  }
}
