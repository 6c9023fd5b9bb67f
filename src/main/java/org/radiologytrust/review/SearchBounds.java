package org.radiologytrust.review;

/**
 * How much one search may ask for and answer.
 *
 * @param count resources on a page where the client does not say
 * @param maxCount most resources on a page
 * @param maxValues most values of all search parameters together
 */
public record SearchBounds(int count, int maxCount, int maxValues) {
  public static final SearchBounds DEFAULT = new SearchBounds(50, 500, 500);

  public SearchBounds {
    count = Math.min(count, maxCount);
  }
}
