package org.radiologytrust.text.mentions;

import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Tells whether words may state something about the images: they name a finding, or contain a word
 * of a list. In doubt they do.
 */
public final class StatementWords {
  private final Terms words;
  private final MentionReader mentions;

  /**
   * @param words further words that a statement has
   */
  public StatementWords(SiteFiles files, Terms words) {
    this.words = words;
    this.mentions = new MentionReader(files);
  }

  /** Whether a sentence says of a finding that it is there now, for certain. */
  public boolean findingPresentIn(Sentence s) {
    return mentions.read(WordTokens.of(s)).mentions(MentionKind.FINDING).anyMatch(Mention::present);
  }

  public boolean in(String text) {
    return in(WordTokens.of(text));
  }

  public boolean in(WordTokens t) {
    return words.anyIn(t) || mentions.findingIn(t);
  }
}
