package org.radiologytrust.text.mentions;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.text.mentions.ScopeWords.Kind;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** Finds the words of a sentence that open a scope, and the direction of each. */
final class ScopeCues {
  /** How far words such as "previous" reach. */
  private static final int SHORT = 5;

  /**
   * Words {@code first} to {@code last} open a scope.
   *
   * @param forward whether the scope is behind them
   * @param words the most words that the scope has
   */
  record Opening(Kind kind, boolean forward, int first, int last, int words) {}

  private final ScopeWords words;

  ScopeCues(ScopeWords words) {
    this.words = words;
  }

  /** The longest cue at a place wins, and a harmless phrase hides the cues in it. */
  List<Opening> in(WordTokens t) {
    List<Opening> found = new ArrayList<>();
    int negated = -1; // a denial that begins here is itself denied
    int i = 0;
    while (i < t.size()) {
      Terms.Hit longest = words.any.at(t, i);
      if (longest == null) {
        i++;
        continue;
      }
      int last = longest.last();
      boolean denies = false;
      if (ends(words.harmless, t, i, last)) {
        if (last + 1 < t.size() && words.told.contains(t.word(last + 1))) {
          found.add(new Opening(Kind.EARLIER, true, i, last + 1, t.size()));
        }
        negated = last + 1;
      } else {
        List<Opening> here = openings(t, i, last);
        denies = here.stream().anyMatch(o -> o.kind() == Kind.DENIED);
        if (denies && negated == i && t.clause(i) == t.clause(i - 1)) {
          // "has not resolved", "no resolution of"
          int before = i - 1;
          found.removeIf(o -> o.kind() == Kind.DENIED && o.last() == before);
          denies = false;
        } else if (deniesEarlier(found, here, i)) {
          found.remove(found.size() - 1);
        } else {
          found.addAll(here);
        }
        negated = denies ? last + 1 : -1;
      }
      i = last + 1;
    }
    return found;
  }

  private List<Opening> openings(WordTokens t, int i, int last) {
    List<Opening> here = new ArrayList<>();
    words.cues.forEach(
        (kind, c) -> {
          boolean before = ends(c.before(), t, i, last);
          boolean after = ends(c.after(), t, i, last);
          if (ends(c.around(), t, i, last)) {
            here.add(new Opening(kind, true, i, last, t.size()));
            here.add(new Opening(kind, false, i, last, t.size()));
          } else if (kind == Kind.EARLIER && (before || after)) {
            earlier(t, i, last, before, here);
          } else if (before || after) {
            boolean forward = forward(t, i, last, kind, before, after);
            here.add(new Opening(kind, forward, i, last, t.size()));
          }
        });
    return here;
  }

  private static boolean ends(Terms terms, WordTokens t, int i, int last) {
    Terms.Hit hit = terms.at(t, i);
    return hit != null && hit.last() == last;
  }

  /** "Not seen on the prior study" says that it is new. */
  private static boolean deniesEarlier(List<Opening> found, List<Opening> here, int i) {
    if (found.isEmpty() || here.stream().noneMatch(o -> o.kind() == Kind.EARLIER)) {
      return false;
    }
    Opening before = found.get(found.size() - 1);
    return before.kind() == Kind.DENIED && !before.forward() && before.last() == i - 1;
  }

  private void earlier(WordTokens t, int i, int last, boolean before, List<Opening> here) {
    boolean start = i == 0 || t.part(i - 1) != t.part(i);
    if (before) {
      here.add(new Opening(Kind.EARLIER, true, i, last, SHORT));
    } else if (start) {
      // "On the prior study, there was an effusion."
      here.add(new Opening(Kind.EARLIER, true, i, last, t.size()));
    } else if (!follows(t, last) || !words.verbs.contains(t.word(last + 1))) {
      // but "the nodule seen on the prior study is unchanged"
      here.add(new Opening(Kind.EARLIER, false, i, last, t.size()));
    }
  }

  private static boolean follows(WordTokens t, int last) {
    return last + 1 < t.size() && t.clause(last + 1) == t.clause(last);
  }

  /** Whether a cue is about what follows. */
  private boolean forward(WordTokens t, int i, int last, Kind kind, boolean before, boolean after) {
    boolean start = i == 0 || t.part(i - 1) != t.part(i);
    boolean end = last + 1 == t.size() || t.part(last + 1) != t.part(last);
    if (kind == Kind.FAMILY) {
      return true;
    }
    if (end && i > 0) {
      return false; // "dislocation is not.", "pneumothorax: none."
    }
    if (before != after) {
      return before;
    }
    boolean content =
        follows(t, last)
            && !words.adjuncts.contains(t.word(last + 1))
            && !words.auxiliaries.contains(t.word(last + 1))
            && !words.verbs.contains(t.word(last + 1));
    boolean predicate =
        i > 0
            && t.clause(i - 1) == t.clause(i)
            && (words.auxiliaries.contains(t.word(i - 1)) || words.verbs.contains(t.word(i - 1)));
    return predicate ? kind == Kind.POSSIBLE && content : content || start;
  }
}
