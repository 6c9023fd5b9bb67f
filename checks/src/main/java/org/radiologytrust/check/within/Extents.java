package org.radiologytrust.check.within;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Reads whether a sentence calls a finding small or large. */
final class Extents {
  /** How far such a word may stand from the finding. */
  private static final int REACH = 4;

  private final AddendumWords words;

  Extents(AddendumWords words) {
    this.words = words;
  }

  /** What a finding is called. */
  enum Extent {
    SMALL,
    LARGE
  }

  /** What the words around a finding call it; {@code null} if they call it neither, or both. */
  @Nullable Extent of(SentenceReading s, Mention m) {
    boolean[] finding = Distinctions.findingWords(s);
    boolean isSmall = near(s.words(), finding, m, words.small());
    boolean isLarge = near(s.words(), finding, m, words.large());
    return isSmall == isLarge ? null : isSmall ? Extent.SMALL : Extent.LARGE;
  }

  /** Looks up to the next finding on both sides. */
  private static boolean near(WordTokens t, boolean[] finding, Mention m, Terms terms) {
    boolean found = false;
    for (int i = m.first() - 1; i >= Math.max(0, m.first() - REACH) && !finding[i]; i--) {
      found |= t.clause(i) == t.clause(m.first()) && terms.at(t, i) != null;
    }
    int to = Math.min(t.size() - 1, m.last() + REACH);
    for (int i = m.last() + 1; i <= to && !finding[i]; i++) {
      found |= t.part(i) == t.part(m.last()) && terms.at(t, i) != null;
    }
    return found;
  }
}
