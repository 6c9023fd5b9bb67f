package org.radiologytrust.text;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.SiteFiles;

/**
 * Finds how far the negations of a sentence reach, and which words it holds only possible, asks
 * for, or tells of another time or person. Works like the ConText algorithm (Harkema et al., 2009):
 * a cue opens a scope, and punctuation, verbs and certain words close it.
 */
public final class Scopes {
  private static final String FILE = "scopes.yaml";

  /** How far words such as "previous" reach. */
  private static final int SHORT = 5;

  private enum Cue {
    DENIED_BEFORE,
    DENIED_AFTER,
    POSSIBLE_BEFORE,
    POSSIBLE_AFTER,
    ASKED_BEFORE,
    ASKED_AFTER,
    EARLIER_BEFORE,
    EARLIER_AFTER,
    FAMILY
  }

  /** Cues before and behind the words that they are about. */
  private record Both(@Nullable List<String> before, @Nullable List<String> after) {}

  private record Words(
      Both denied,
      Both possible,
      Both asked,
      Both earlier,
      @Nullable List<String> family,
      @Nullable List<String> harmless,
      @Nullable List<String> between,
      @Nullable List<String> ends,
      @Nullable List<String> verbs,
      @Nullable List<String> singular,
      @Nullable List<String> starts,
      @Nullable List<String> affirming,
      @Nullable List<String> alternatives,
      @Nullable List<String> joints) {}

  /** Words {@code first} to {@code last} open a scope. */
  private record Opening(Cue cue, int first, int last) {}

  private final List<Terms> cues = new ArrayList<>();
  private final Terms harmless;
  private final Terms ends;
  private final Set<String> between;
  private final Set<String> verbs;
  private final Set<String> singular;
  private final Set<String> starts;
  private final Set<String> affirming;
  private final Set<String> alternatives;
  private final Set<String> joints;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Scopes(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    for (Both b : Arrays.asList(w.denied(), w.possible(), w.asked(), w.earlier())) {
      cues.add(terms(b == null ? null : b.before()));
      cues.add(terms(b == null ? null : b.after()));
    }
    cues.add(terms(w.family()));
    harmless = terms(w.harmless());
    ends = terms(w.ends());
    between = set(w.between());
    verbs = set(w.verbs());
    singular = set(w.singular());
    starts = set(w.starts());
    affirming = set(w.affirming());
    alternatives = set(w.alternatives());
    joints = set(w.joints());
  }

  private static Terms terms(@Nullable List<String> words) {
    return Terms.of(words == null ? List.of() : words);
  }

  private static Set<String> set(@Nullable List<String> words) {
    return words == null ? Set.of() : new HashSet<>(words);
  }

  /** Whether a word joins the parts of an enumeration. */
  boolean joins(String word) {
    return joints.contains(word) || alternatives.contains(word);
  }

  /** Whether a word is a verb that separates what is before it from what follows. */
  boolean verb(String word) {
    return verbs.contains(word);
  }

  /** Reads one sentence. */
  public Reading read(WordTokens t) {
    Reading reading = new Reading(t.size());
    List<Opening> openings = openings(t);
    for (Opening o : openings) {
      switch (o.cue()) {
        case DENIED_BEFORE -> forward(t, o, reading, openings);
        case DENIED_AFTER -> backward(t, o, reading);
        case FAMILY -> reading.set(o, 0, t.size(), false);
        case EARLIER_BEFORE -> reading.set(o, o.last() + 1, reach(t, o, SHORT), false);
        case POSSIBLE_BEFORE, ASKED_BEFORE ->
            reading.set(o, o.last() + 1, reach(t, o, t.size()), false);
        case POSSIBLE_AFTER, ASKED_AFTER, EARLIER_AFTER -> backward(t, o, reading);
      }
    }
    return reading;
  }

  /** The cues of a sentence; the longest term at a place wins, and a harmless one hides them. */
  private List<Opening> openings(WordTokens t) {
    List<Opening> found = new ArrayList<>();
    int i = 0;
    while (i < t.size()) {
      Terms.Hit none = harmless.at(t, i);
      int last = none == null ? -1 : none.last();
      List<Opening> here = new ArrayList<>();
      for (Cue cue : Cue.values()) {
        Terms.Hit hit = cues.get(cue.ordinal()).at(t, i);
        if (hit != null && hit.last() > last) {
          here.clear();
          last = hit.last();
        }
        if (hit != null && hit.last() == last && (none == null || none.last() < last)) {
          here.add(new Opening(cue, i, last));
        }
      }
      found.addAll(here);
      i = Math.max(i, last) + 1;
    }
    return found;
  }

  /** Where a scope of at most {@code words} words ends that runs over one enumeration. */
  private int reach(WordTokens t, Opening o, int words) {
    int i = o.last() + 1;
    boolean content = false;
    while (i < t.size() && i - o.last() <= words) {
      boolean part = t.part(i) != t.part(i - 1) && i > o.last() + 1;
      boolean comma = t.clause(i) != t.clause(i - 1) && content && !listed(t, i);
      if (part || comma || ends.at(t, i) != null || content && verbs.contains(t.word(i))) {
        return i;
      }
      content |= !between.contains(t.word(i));
      i++;
    }
    return i;
  }

  /** Marks what a negation before it denies: an enumeration as far as it surely goes. */
  private void forward(WordTokens t, Opening o, Reading reading, List<Opening> openings) {
    boolean content = false;
    boolean unclear = false;
    for (int i = o.last() + 1; i < t.size(); i++) {
      boolean first = i == o.last() + 1;
      if (t.part(i) != t.part(i - 1) && !first || ends.at(t, i) != null || restarts(t, i, o)) {
        return;
      }
      if (t.clause(i) != t.clause(i - 1) && content) {
        if (starts.contains(t.word(i))
            || says(t, i)
            || affirming.contains(t.word(i)) && !listed(t, i)) {
          return;
        }
        unclear |= !listed(t, i);
      }
      if (content && verbs.contains(t.word(i))) {
        return;
      }
      content |= !between.contains(t.word(i));
      reading.set(o, i, i + 1, unclear);
    }
  }

  /** Whether another statement begins with a harmless phrase: "no effusion, no change in ...". */
  private boolean restarts(WordTokens t, int i, Opening o) {
    return i > o.last() + 1 && harmless.at(t, i) != null;
  }

  /** Whether the clause that begins at {@code i} is a statement with a verb of its own. */
  private boolean says(WordTokens t, int i) {
    if (joins(t.word(i))) {
      return false;
    }
    for (int k = i; k < t.size() && t.clause(k) == t.clause(i); k++) {
      if (alternatives.contains(t.word(k))) {
        return false;
      }
      if (verbs.contains(t.word(k))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the clause that begins at {@code i} goes on with an enumeration that "or" closes. */
  private boolean listed(WordTokens t, int i) {
    for (int k = i; k < t.size() && t.part(k) == t.part(i); k++) {
      if (alternatives.contains(t.word(k))) {
        return true;
      }
      if (verbs.contains(t.word(k)) || starts.contains(t.word(k)) || ends.at(t, k) != null) {
        return false;
      }
    }
    return joints.contains(t.word(i)) && !affirming.contains(i + 1 < t.size() ? t.word(i + 1) : "");
  }

  /** Marks what a cue behind it is about: the subject, or several with a verb in the plural. */
  private void backward(WordTokens t, Opening o, Reading reading) {
    boolean one = singular.contains(t.word(o.first()));
    boolean joined = false;
    for (int i = o.first() - 1; i >= 0; i--) {
      boolean joint = joins(t.word(i));
      boolean comma = t.clause(i) != t.clause(i + 1);
      if (t.part(i) != t.part(o.first())
          || ends.at(t, i) != null
          || verbs.contains(t.word(i))
          || one && joints.contains(t.word(i))
          || comma && !joined) {
        return;
      }
      joined |= joint;
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
          switch (o.cue()) {
            case DENIED_BEFORE, DENIED_AFTER -> denied;
            case POSSIBLE_BEFORE, POSSIBLE_AFTER -> possible;
            case ASKED_BEFORE, ASKED_AFTER -> asked;
            case EARLIER_BEFORE, EARLIER_AFTER -> earlier;
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
      return family[i] != null
          ? MentionTime.FAMILY
          : earlier[i] != null ? MentionTime.EARLIER : MentionTime.NOW;
    }

    /** The first word of the negation that denies word {@code i}; -1 if there is none. */
    public int negation(int i) {
      Opening o = denied[i];
      return o == null ? -1 : o.first();
    }
  }
}
