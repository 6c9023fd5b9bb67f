package org.radiologytrust.check;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.Terms;
import org.radiologytrust.text.WordTokens;

/**
 * Words that claim more certainty than an image can give. The check {@code overconfident} and
 * evaluations use the same list.
 */
public final class OverconfidentWords {
  private static final int BEFORE = 4;
  private static final int BEHIND = 3;

  private final Wording wording;
  private final Terms phrases;

  OverconfidentWords(Wording wording) {
    this.wording = wording;
    this.phrases = Terms.of(wording.overconfident());
  }

  /**
   * @throws IllegalArgumentException if the file is not valid; the message names it
   */
  public static OverconfidentWords load(SiteFiles files) {
    return new OverconfidentWords(Wording.load(files));
  }

  /** Whether a text has such words. */
  public boolean in(String text) {
    return first(WordTokens.of(text)) != null;
  }

  /** The first such words without a hedging word near them; {@code null} if there are none. */
  Terms.@Nullable Hit first(WordTokens t) {
    for (Terms.Hit hit : phrases.in(t)) {
      if (!calibrated(t, hit)) {
        return hit;
      }
    }
    return null;
  }

  private boolean calibrated(WordTokens t, Terms.Hit hit) {
    for (int i = hit.first() - 1; i >= 0 && i >= hit.first() - BEFORE; i--) {
      if (t.clause(i) == t.clause(hit.first()) && wording.calibrated().contains(t.word(i))) {
        return true;
      }
    }
    for (int i = hit.last() + 1; i < t.size() && i <= hit.last() + BEHIND; i++) {
      if (t.clause(i) == t.clause(hit.last()) && wording.calibratedBehind().contains(t.word(i))) {
        return true;
      }
    }
    return false;
  }
}
