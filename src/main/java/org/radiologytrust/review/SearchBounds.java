package org.radiologytrust.review;

/**
 * How much one search may ask for and answer, and how many there may be.
 *
 * @param count resources on a page where the client does not say
 * @param maxCount most resources on a page
 * @param maxValues most values of all search parameters together
 * @param atOnce requests at the same time; fewer than the HTTP servers have threads, so that health
 *     and metrics always find one
 */
public record SearchBounds(int count, int maxCount, int maxValues, int atOnce) {
  public static final SearchBounds DEFAULT = new SearchBounds(50, 500, 500, 36);

  public SearchBounds {
    count = Math.min(count, maxCount);
  }
}
