package org.radiologytrust.fhirread;

/**
 * Limits of searches.
 *
 * @param count resources on a page by default
 * @param maxCount most resources on a page
 * @param maxValues most values of all search parameters together
 * @param maxIncluded most resources that are included with the matches of a page
 * @param atOnce most requests at the same time; fewer than the HTTP servers' threads, so that
 *     health and metrics always get one
 */
public record SearchBounds(int count, int maxCount, int maxValues, int maxIncluded, int atOnce) {
  public static final SearchBounds DEFAULT = new SearchBounds(50, 500, 500, 2000, 36);

  public SearchBounds {
    count = Math.min(count, maxCount);
  }
}
