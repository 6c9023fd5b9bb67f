package org.radiologytrust.check.within;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.WordTokens;

/** Tells whether a sentence names a further finding of one kind: "another nodule". */
final class FurtherFindings {
  /** How many words may stand between "another" and the finding. */
  private static final int REACH = 5;

  private final SideWithinWords words;

  FurtherFindings(SideWithinWords words) {
    this.words = words;
  }

  /** Whether a finding can be another one than that before, by the words of its sentence. */
  boolean in(SentenceReading s, Mention m) {
    WordTokens t = s.words();
    if (words.several().anyIn(t)) {
      return true;
    }
    return another(s)
        .anyMatch(
            i -> named(s, i).map(o -> o.family().equals(m.family())).orElse(!ofOtherThing(s, i)));
  }

  /** Whether a sentence names a further finding without its name: "The other one is larger." */
  boolean withoutName(SentenceReading s) {
    return another(s).anyMatch(i -> named(s, i).isEmpty() && !ofOtherThing(s, i));
  }

  private IntStream another(SentenceReading s) {
    return IntStream.range(0, s.words().size())
        .filter(i -> words.another().contains(s.words().word(i)));
  }

  /** The finding that "another" at a word belongs to. */
  private static Optional<Mention> named(SentenceReading s, int i) {
    WordTokens t = s.words();
    return s.mentions().stream()
        .filter(o -> o.kind() == MentionKind.FINDING || o.kind() == MentionKind.DEVICE)
        .filter(o -> o.first() > i && o.first() <= i + REACH)
        .filter(o -> t.clause(o.first()) == t.clause(i))
        .min(Comparator.comparingInt(Mention::first));
  }

  private boolean ofOtherThing(SentenceReading s, int i) {
    WordTokens t = s.words();
    int next = i + 1;
    return next < t.size() && t.clause(next) == t.clause(i) && names(s, next);
  }

  /** Whether a word names a body part, or another thing that is no finding. */
  private boolean names(SentenceReading s, int word) {
    return words.otherThings().contains(s.words().word(word))
        || s.mentions(MentionKind.ANATOMY).anyMatch(o -> o.first() == word && o.side() == null);
  }
}
