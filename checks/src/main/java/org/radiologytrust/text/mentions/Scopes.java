package org.radiologytrust.text.mentions;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.ScopeCues.Opening;
import org.radiologytrust.text.mentions.ScopeWords.Kind;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds how far the negations of a sentence reach, and which words it holds only possible, asks
 * for, or tells of another time or person. Works like the ConText algorithm (Harkema et al., 2009):
 * a cue opens a scope, and punctuation, verbs and certain words close it.
 */
public final class Scopes {
  /** The longest fixed phrase has fewer words. */
  private static final int PHRASE = 6;

  private final ScopeWords words;
  private final ScopeCues cues;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Scopes(SiteFiles files) {
    words = new ScopeWords(files);
    cues = new ScopeCues(words);
  }

  /** Whether a word joins the parts of an enumeration. */
  boolean joins(String word) {
    return words.joins(word);
  }

  /** Whether a joining word stands between these words. */
  boolean joined(WordTokens t, int from, int to) {
    for (int i = from; i < to; i++) {
      if (words.joins(t.word(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a phrase begins at word {@code i} that ends every scope, such as "but". */
  boolean ends(WordTokens t, int i) {
    return words.ends.at(t, i) != null;
  }

  /**
   * The first word of the fixed phrase that word {@code i} belongs to, in which a negation denies
   * nothing, as in "no change" or "non displaced"; {@code i} when there is none.
   */
  public int phrase(WordTokens t, int i) {
    for (int first = Math.max(0, i - PHRASE); first < i; first++) {
      Terms.Hit hit = words.harmless.at(t, first);
      if (hit != null && hit.last() >= i) {
        return first;
      }
    }
    return i;
  }

  /** Whether one of these words names an alternative ("or"). */
  boolean alternatives(WordTokens t, int from, int to) {
    for (int i = from; i < to; i++) {
      if (words.alternatives.contains(t.word(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a word is a verb that separates what is before it from what follows. */
  boolean verb(String word) {
    return words.verbs.contains(word);
  }

  /** Reads one sentence. */
  public Reading read(WordTokens t) {
    Reading reading = new Reading(t.size());
    for (Opening o : cues.in(t)) {
      if (o.kind() == Kind.FAMILY) {
        reading.set(o, 0, t.size(), false);
      } else if (!o.forward()) {
        backward(t, o, reading);
      } else if (o.kind() == Kind.DENIED) {
        forward(t, o, reading);
      } else {
        reading.set(o, o.last() + 1, reach(t, o), false);
      }
    }
    for (int i = 1; i < t.size(); i++) {
      if (words.examinations.contains(t.word(i))
          && t.clause(i) == t.clause(i - 1)
          && !words.between.contains(t.word(i - 1))) {
        reading.set(new Opening(Kind.ASKED, true, 0, i, t.size()), i - 1, i, false);
      }
    }
    if (t.question()) {
      reading.set(new Opening(Kind.ASKED, true, 0, -1, t.size()), 0, t.size(), false);
    }
    return reading;
  }

  /** Where a scope ends that runs over one enumeration. */
  private int reach(WordTokens t, Opening o) {
    int i = o.last() + 1;
    boolean content = false;
    while (i < t.size() && i - o.last() <= o.words()) {
      boolean part = t.part(i) != t.part(i - 1) && i > o.last() + 1;
      boolean comma = t.clause(i) != t.clause(i - 1) && content && !listed(t, i);
      if (part || comma || words.ends.at(t, i) != null || content && verb(t.word(i))) {
        return i;
      }
      content |= !words.between.contains(t.word(i));
      i++;
    }
    return i;
  }

  /** Marks what a negation before it denies: an enumeration as far as it surely goes. */
  private void forward(WordTokens t, Opening o, Reading reading) {
    boolean content = false;
    boolean unclear = false;
    boolean joined = false;
    boolean comma = false;
    for (int i = o.last() + 1; i < t.size(); i++) {
      boolean first = i == o.last() + 1;
      if (t.part(i) != t.part(i - 1) && !first
          || words.ends.at(t, i) != null
          || !first && words.harmless.at(t, i) != null) {
        return;
      }
      if (t.clause(i) != t.clause(i - 1) && content) {
        boolean alone = words.joints.contains(t.word(i)) && !comma;
        // "no free fluid, solid mass was detected" may deny both
        boolean shared = !words.joints.contains(t.word(i)) && perceived(t, i);
        unclear |= shared;
        if (words.starts.contains(t.word(i))
            || says(t, alone ? i + 1 : i) && !shared
            || words.affirming.contains(t.word(i)) && !listed(t, i)) {
          return;
        }
        unclear |= alone || !listed(t, i);
        comma = true;
      }
      if (content && verb(t.word(i)) && (joined || comma || !words.objects.contains(t.word(i)))) {
        return;
      }
      unclear |= content && words.doubtful.contains(t.word(i));
      content |= !words.between.contains(t.word(i));
      joined |= joins(t.word(i));
      reading.set(o, i, i + 1, unclear);
    }
  }

  /** Whether the clause that begins at {@code i} is a statement with a verb of its own. */
  private boolean says(WordTokens t, int i) {
    if (i == t.size() || joins(t.word(i))) {
      return false;
    }
    for (int k = i; k < t.size() && t.clause(k) == t.clause(i); k++) {
      if (words.alternatives.contains(t.word(k))) {
        return false;
      }
      if (verb(t.word(k))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the clause that begins at {@code i} ends with "was seen", as an enumeration can. */
  private boolean perceived(WordTokens t, int i) {
    boolean verb = false;
    for (int k = i; k < t.size() && t.clause(k) == t.clause(i); k++) {
      if (verb && words.perceived.contains(t.word(k))) {
        return true;
      }
      verb |= words.auxiliaries.contains(t.word(k));
    }
    return false;
  }

  /** Whether the clause that begins at {@code i} goes on with an enumeration that "or" closes. */
  private boolean listed(WordTokens t, int i) {
    for (int k = i; k < t.size() && t.part(k) == t.part(i); k++) {
      if (words.alternatives.contains(t.word(k))) {
        return true;
      }
      if (verb(t.word(k)) || words.starts.contains(t.word(k)) || words.ends.at(t, k) != null) {
        return false;
      }
    }
    return words.joints.contains(t.word(i))
        && !words.affirming.contains(i + 1 < t.size() ? t.word(i + 1) : "");
  }

  /** Marks what a cue behind it is about: the subject, or several with a verb in the plural. */
  private void backward(WordTokens t, Opening o, Reading reading) {
    boolean label = o.first() > 0 && t.part(o.first() - 1) != t.part(o.first());
    boolean one = words.singular.contains(t.word(o.first()));
    int i = o.first() - 1;
    while (!label
        && i >= 0
        && t.part(i) == t.part(o.first())
        && words.auxiliaries.contains(t.word(i))) {
      one |= words.singular.contains(t.word(i));
      i--;
    }
    int part = i < 0 ? 0 : label ? t.part(i) : t.part(o.first());
    boolean joined = false;
    for (; i >= 0 && t.part(i) == part; i--) {
      boolean comma = i + 1 < o.first() && t.clause(i) != t.clause(i + 1);
      if (words.ends.at(t, i) != null
          || words.finite(t, i)
          || one && words.joints.contains(t.word(i))
          || comma && !joined) {
        return;
      }
      joined |= joins(t.word(i));
      reading.set(o, i, i + 1, false);
    }
  }

  /** What a sentence says of each of its words. */
  public static final class Reading {
    private final @Nullable Opening[] denied;
    private final @Nullable Opening[] possible;
    private final @Nullable Opening[] asked;
    private final @Nullable Opening[] earlier;
    private final @Nullable Opening[] family;
    private final boolean[] unclear;

    private Reading(int words) {
      denied = new @Nullable Opening[words];
      possible = new @Nullable Opening[words];
      asked = new @Nullable Opening[words];
      earlier = new @Nullable Opening[words];
      family = new @Nullable Opening[words];
      unclear = new boolean[words];
    }

    private void set(Opening o, int from, int to, boolean doubtful) {
      @Nullable Opening[] words =
          switch (o.kind()) {
            case DENIED -> denied;
            case POSSIBLE -> possible;
            case ASKED -> asked;
            case EARLIER -> earlier;
            case FAMILY -> family;
          };
      for (int i = from; i < to; i++) {
        words[i] = o;
        if (words == denied) {
          unclear[i] = doubtful;
        }
      }
    }

    /** Whether the sentence asserts or denies its word {@code i}. */
    public Polarity polarity(int i) {
      return denied[i] == null
          ? Polarity.AFFIRMED
          : unclear[i] ? Polarity.UNCLEAR : Polarity.DENIED;
    }

    /** How sure the sentence is of its word {@code i}. */
    public Certainty certainty(int i) {
      return asked[i] != null
          ? Certainty.ASKED
          : possible[i] != null ? Certainty.POSSIBLE : Certainty.CERTAIN;
    }

    /** Of which time or person the sentence tells its word {@code i}. */
    public MentionTime time(int i) {
      if (family[i] != null) {
        return MentionTime.FAMILY;
      }
      // "the prior effusion has resolved" tells of now
      boolean gone = denied[i] != null && !denied[i].forward();
      return earlier[i] != null && !gone ? MentionTime.EARLIER : MentionTime.NOW;
    }

    /** The first word of the negation that denies word {@code i}; -1 if there is none. */
    public int negation(int i) {
      Opening o = denied[i];
      return o == null ? -1 : o.first();
    }

    /** The last word of the negation that denies word {@code i}; -1 if there is none. */
    public int negationEnd(int i) {
      Opening o = denied[i];
      return o == null ? -1 : o.last();
    }

    /** The first of the words that hold word {@code i} only possible; -1 if there are none. */
    public int doubt(int i) {
      Opening o = possible[i];
      return o == null ? -1 : o.first();
    }

    /** The last of the words that hold word {@code i} only possible; -1 if there are none. */
    public int doubtEnd(int i) {
      Opening o = possible[i];
      return o == null ? -1 : o.last();
    }
  }
}
