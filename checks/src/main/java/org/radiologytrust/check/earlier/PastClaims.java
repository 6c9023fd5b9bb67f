package org.radiologytrust.check.earlier;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.within.Distinctions;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Reads whether a sentence says of a finding that it is new, or that it was there before. */
final class PastClaims {
  /** How far such a word may stand from the finding. */
  private static final int BEFORE = 6;

  private static final int BEHIND = 7;

  private final EarlierWords words;

  PastClaims(EarlierWords words) {
    this.words = words;
  }

  /** What a sentence says of a finding's past. */
  enum Past {
    /** It was not there. */
    NEW,
    /** It was there, and has not changed. */
    SAME,
    /** It was there. */
    KNOWN
  }

  /** {@code null} if the words around the finding say nothing of it, or two things. */
  @Nullable Past of(SentenceReading s, Mention m) {
    if (words.otherStudy().anyIn(s.words())) {
      return null;
    }
    boolean[] finding = Distinctions.findingWords(s);
    boolean fresh = near(s.words(), finding, m, words.fresh(), words.freshBehind());
    boolean same = near(s.words(), finding, m, words.same(), words.sameBehind());
    boolean known = near(s.words(), finding, m, words.known(), words.knownBehind());
    if (fresh) {
      return same || known || words.notFresh().anyIn(s.words()) ? null : Past.NEW;
    }
    if (same) {
      return words.changed().anyIn(s.words()) ? Past.KNOWN : Past.SAME;
    }
    return known ? Past.KNOWN : null;
  }

  /** Looks up to the next finding on both sides. */
  private boolean near(WordTokens t, boolean[] finding, Mention m, Terms before, Terms behind) {
    return Window.before(t, m.first(), BEFORE).inPart().until(i -> finding[i]).has(before)
        || behind.anyIn(t)
            && Window.behind(t, m.last(), BEHIND)
                .inPart()
                .until(i -> finding[i])
                .words()
                .mapToObj(i -> behind.at(t, i))
                .anyMatch(hit -> hit != null && ends(t, hit.last()));
  }

  /** Whether nothing follows that the words can belong to: "effusion with stable cardiomegaly". */
  private boolean ends(WordTokens t, int last) {
    int next = last + 1;
    return next == t.size()
        || t.clause(next) != t.clause(last)
        || words.follow().contains(t.word(next));
  }
}
