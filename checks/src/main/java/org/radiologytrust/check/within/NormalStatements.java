package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.within.Denial.Kind;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * What sentences deny by calling an organ normal ("the lungs are clear"), or by denying that a
 * system has anything ("no acute cardiopulmonary abnormality").
 */
final class NormalStatements {
  private static final int AROUND = 6;

  /** An organ that is called normal; denied.yaml explains the keys. */
  record Normal(
      Terms of,
      Terms is,
      Set<String> denies,
      boolean anywhere,
      boolean there,
      boolean plain,
      @Nullable Terms unless) {}

  /** A system; denied.yaml explains the keys. */
  record Whole(
      Terms of,
      @MayBeEmpty Terms study,
      @MayBeEmpty Set<String> critical,
      @MayBeEmpty Set<String> acute,
      @MayBeEmpty Set<String> denies,
      @Nullable Terms unless) {}

  /**
   * The systems, with the words that deny that they have anything.
   *
   * @param acute what limits a denial to what is acute
   */
  record Systems(
      Terms abnormality, Terms normalStudy, Terms partly, Set<String> acute, List<Whole> all) {}

  /** The words of a statement, from the first to the last. */
  private record Said(int first, int last) {}

  private final Sides sides;
  private final Distinctions distinctions;
  private final Terms doubt;
  private final List<Normal> organs;
  private final Systems systems;

  NormalStatements(
      Sides sides, Distinctions distinctions, Terms doubt, List<Normal> organs, Systems systems) {
    this.sides = sides;
    this.distinctions = distinctions;
    this.doubt = doubt;
    this.organs = organs;
    this.systems = systems;
  }

  List<Denial> in(SentenceReading s) {
    List<Denial> found = new ArrayList<>();
    boolean doubtful = doubt.anyIn(s.words());
    if (!doubtful) {
      for (Normal n : organs) {
        Said said = excepted(n.unless(), s) ? null : said(s, n.of(), n.is(), Polarity.AFFIRMED);
        if (said != null) {
          Kind kind = n.plain() ? Kind.PLAIN : Kind.NORMAL;
          Distinctions.Marks marks =
              n.anywhere() ? Distinctions.Marks.NONE : marks(s, said, n.there());
          found.add(denial(s, said, kind, n.denies(), Set.of(), marks));
        }
      }
    }
    for (Whole whole : systems.all()) {
      if (!excepted(whole.unless(), s)) {
        whole(s, whole, doubtful, found);
      }
    }
    return found;
  }

  private void whole(SentenceReading s, Whole whole, boolean doubtful, List<Denial> found) {
    Said said = said(s, whole.of(), systems.abnormality(), Polarity.DENIED);
    if (said == null && !doubtful) {
      said = said(s, whole.study(), systems.normalStudy(), Polarity.AFFIRMED);
    }
    if (said == null) {
      return;
    }
    Kind kind = systems.partly().anyIn(s.words()) ? Kind.PARTLY : Kind.SYSTEM;
    Distinctions.Marks marks = marks(s, said, false);
    found.add(denial(s, said, kind, whole.critical(), Set.of(), marks));
    found.add(denial(s, said, kind, whole.acute(), systems.acute(), marks));
    found.add(denial(s, said, Kind.PARTLY, whole.denies(), Set.of(), marks));
  }

  private static boolean excepted(@Nullable Terms unless, SentenceReading s) {
    return unless != null && unless.anyIn(s.words());
  }

  /** The words of "of" with one of "is" near them, in the same clause; {@code null} without. */
  private static @Nullable Said said(SentenceReading s, Terms of, Terms is, Polarity polarity) {
    WordTokens t = s.words();
    for (Terms.Hit thing : of.in(t)) {
      int to = Math.min(t.size() - 1, thing.last() + AROUND);
      for (int i = Math.max(0, thing.first() - AROUND); i <= to; i++) {
        boolean same =
            t.clause(i) == t.clause(thing.first()) || t.clause(i) == t.clause(thing.last());
        Terms.Hit state = same ? is.at(t, i) : null;
        if (state != null && says(s, state.first(), polarity)) {
          return new Said(
              Math.min(thing.first(), state.first()), Math.max(thing.last(), state.last()));
        }
      }
    }
    return null;
  }

  /** Whether a word counts. One before "CT" names the examination that is asked for. */
  private static boolean says(SentenceReading s, int word, Polarity polarity) {
    return s.scopes().polarity(word) == polarity
        && s.scopes().certainty(word) != Certainty.POSSIBLE
        && s.scopes().time(word) == MentionTime.NOW;
  }

  private Denial denial(
      SentenceReading s,
      Said said,
      Kind kind,
      Set<String> denies,
      Set<String> limits,
      Distinctions.Marks marks) {
    WordTokens t = s.words();
    int first = said.first();
    int last = said.last();
    return new Denial(
        denies,
        null,
        kind,
        side(t, first, last),
        limits,
        false,
        false,
        marks,
        Set.of(),
        t,
        t.evidence(kind == Kind.SYSTEM || kind == Kind.PARTLY ? negated(s, first) : first, last));
  }

  private Distinctions.Marks marks(SentenceReading s, Said said, boolean there) {
    WordTokens t = s.words();
    Distinctions.Marks marks =
        distinctions.of(t, said.first(), said.last(), Set.of(), new boolean[t.size()]).general();
    return there ? marks.required() : marks;
  }

  /** The word that denies, if it stands before. */
  private static int negated(SentenceReading s, int first) {
    int cue = s.scopes().negation(first);
    return cue < 0 ? first : Math.min(cue, first);
  }

  private @Nullable Side side(WordTokens t, int first, int last) {
    @Nullable Side[] named = sides.in(t);
    Side found = null;
    for (int i = Math.max(0, first - AROUND); i <= last; i++) {
      if (named[i] != null && t.part(i) == t.part(first)) {
        found = found == null || found == named[i] ? named[i] : Side.BOTH;
      }
    }
    return found;
  }
}
