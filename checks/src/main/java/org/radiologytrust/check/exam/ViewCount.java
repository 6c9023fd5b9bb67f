package org.radiologytrust.check.exam;

/**
 * How many projections an examination has.
 *
 * @param from the least number
 * @param to the highest number
 * @param first first word that says so
 * @param last last word that says so
 */
record ViewCount(int from, int to, int first, int last) {
  static final int MANY = 99;

  /** Whether no number of projections fits both. */
  boolean contradicts(ViewCount other) {
    return from > other.to || to < other.from;
  }
}
