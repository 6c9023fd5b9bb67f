package org.radiologytrust.check;

import java.util.List;
import java.util.SortedSet;

/**
 * What one check did with one report.
 *
 * @param flags how many flags it gives
 * @param why it gives none; empty if it gives some
 * @param sentences numbers of the sentences in which it looked for words
 * @param found the words of its lists that it found there, in the order in which it looked
 */
public record ExplainedCheck(
    String id, int flags, String why, SortedSet<Integer> sentences, List<Found> found) {
  /**
   * Words of a list in a sentence.
   *
   * @param sentence its number
   * @param list file and key
   */
  public record Found(int sentence, String list, String words) {}
}
