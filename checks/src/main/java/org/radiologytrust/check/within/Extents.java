package org.radiologytrust.check.within;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
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

  /** Whether a sentence has a word for small or large. */
  boolean anyIn(SentenceReading s) {
    return words.small().anyIn(s.words()) || words.large().anyIn(s.words());
  }

  /** What the words around a finding call it; {@code null} if they call it neither, or both. */
  @Nullable Extent of(SentenceReading s, Mention m) {
    boolean[] finding = Distinctions.findingWords(s);
    boolean isSmall = near(s.words(), finding, m, words.small());
    boolean isLarge = near(s.words(), finding, m, words.large());
    return isSmall == isLarge ? null : isSmall ? Extent.SMALL : Extent.LARGE;
  }

  /** Looks up to the next finding on both sides; a word before that one belongs to it. */
  private static boolean near(WordTokens t, boolean[] finding, Mention m, Terms terms) {
    return Window.before(t, m.first(), REACH).inClause().until(i -> finding[i]).has(terms)
        || Window.behind(t, m.last(), REACH)
            .inPart()
            .until(i -> finding[i])
            .words()
            .anyMatch(i -> terms.at(t, i) != null && !leads(t, finding, i));
  }

  /** Whether a finding follows a word in its clause: "cardiomegaly and small effusions". */
  private static boolean leads(WordTokens t, boolean[] finding, int word) {
    return Window.behind(t, word, REACH).inClause().words().anyMatch(i -> finding[i]);
  }
}
