package org.radiologytrust.page.flag;

import java.util.List;
import org.radiologytrust.authorship.WordDiff;

/**
 * What became of some words of a superseded version.
 *
 * @param kind changed, removed or same
 * @param words the words with their changes
 * @param more how many further claims the same holds for
 * @param note what became of the flag; empty for a claim without one
 */
public record Fate(String kind, List<WordDiff.Piece> words, int more, String note) {
  public Fate {
    words = List.copyOf(words);
  }

  /** Withholds the words of the report. */
  @Override
  public String toString() {
    return "Fate[" + kind + "]";
  }
}
