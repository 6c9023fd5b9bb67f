package org.radiologytrust.check;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.Side;
import org.radiologytrust.text.Sides;
import org.radiologytrust.text.Terms;
import org.radiologytrust.text.WordTokens;

/** Finds the findings that a sentence names, with side, site and negation. */
final class FindingMentions {
  private static final int BEFORE = 6;
  private static final int BEHIND = 8;
  private static final int NEGATION = 6;
  private static final Set<String> PLACES =
      Set.of("in", "on", "at", "of", "within", "involving", "along", "to", "the", "overlying");

  /** A clause that begins with one of these does not continue a list that began with "no". */
  private static final Set<String> RESTARTS = Set.of("the", "there", "this", "these");

  /** Whether a sentence asserts a finding. DOUBTFUL: a negation is too far away to be sure. */
  enum State {
    ASSERTED,
    NEGATED,
    DOUBTFUL
  }

  /**
   * One finding in one sentence.
   *
   * @param side {@code null} if the sentence names none for it
   * @param first first word of finding and side together
   * @param last last word of finding and side together
   */
  record Mention(
      String id,
      @Nullable Side side,
      State state,
      Set<String> sites,
      WordTokens tokens,
      int first,
      int last) {}

  private final Sides sides;
  private final Set<String> butWords;
  private final Terms findings;
  private final Terms sites;
  private final Terms before;
  private final Terms behind;
  private final Terms notNegations;

  FindingMentions(Sides sides, Wording wording, SiteFiles files) {
    this.sides = sides;
    this.butWords = wording.butWords();
    this.findings = Terms.of(findings(files));
    this.sites =
        Terms.of(files.words("sites.yaml", new TypeReference<Map<String, List<String>>>() {}));
    this.before = Terms.of(wording.negationBefore());
    this.behind = Terms.of(wording.negationAfter());
    this.notNegations = Terms.of(wording.notNegations());
  }

  private static Map<String, List<String>> findings(SiteFiles files) {
    Map<String, List<String>> concepts = new HashMap<>();
    files
        .words("findings.yaml", new TypeReference<Map<String, Map<String, List<String>>>>() {})
        .values()
        .forEach(concepts::putAll);
    return concepts;
  }

  List<Mention> in(WordTokens t) {
    List<Terms.Hit> hits = findings.in(t);
    if (hits.isEmpty()) {
      return List.of();
    }
    @Nullable Side[] named = sides.in(t);
    boolean[] isFinding = new boolean[t.size()];
    hits.forEach(h -> Arrays.fill(isFinding, h.first(), h.last() + 1, true));
    List<Mention> mentions = new ArrayList<>();
    for (Terms.Hit h : hits) {
      mentions.add(mention(t, named, isFinding, h));
    }
    return mentions;
  }

  private Mention mention(WordTokens t, @Nullable Side[] named, boolean[] isFinding, Terms.Hit h) {
    Side side = null;
    int first = h.first();
    int last = h.last();
    for (int i = h.first() - 1;
        i >= 0 && i >= h.first() - BEFORE && free(t, isFinding, i, h);
        i--) {
      if (named[i] != null) {
        first = Math.min(first, i);
        side = side == null || side == named[i] ? named[i] : Side.BOTH;
      }
    }
    if (side == null) {
      for (int i = h.last() + 1;
          i < t.size() && i <= h.last() + BEHIND && free(t, isFinding, i, h);
          i++) {
        if (named[i] != null && (i == h.last() + 1 || placed(t, i, h.last()))) {
          last = i;
          side = side == null || side == named[i] ? named[i] : Side.BOTH;
        }
      }
    }
    Terms.Hit place = last > h.last() && last + 1 < t.size() ? sites.at(t, last + 1) : null;
    last = place == null ? last : place.last();
    return new Mention(h.id(), side, state(t, isFinding, h), sites(t, h), t, first, last);
  }

  private boolean free(WordTokens t, boolean[] isFinding, int i, Terms.Hit h) {
    return t.clause(i) == t.clause(h.first()) && !isFinding[i] && !butWords.contains(t.word(i));
  }

  /** "in the right lung", "in the proximal right carotid artery", "on the right". */
  private static boolean placed(WordTokens t, int i, int after) {
    for (int k = i - 1; k > after && k >= i - 3; k--) {
      if (PLACES.contains(t.word(k)) || t.word(k).equals("and")) {
        return true;
      }
    }
    return false;
  }

  private State state(WordTokens t, boolean[] isFinding, Terms.Hit h) {
    State state = State.ASSERTED;
    int i = 0;
    while (i < h.first()) {
      Terms.Hit harmless = notNegations.at(t, i);
      Terms.Hit cue = harmless == null ? before.at(t, i) : null;
      if (harmless != null) {
        i = harmless.last() + 1;
      } else if (cue != null) {
        boolean close =
            t.clause(cue.last()) == t.clause(h.first()) && h.first() - cue.last() <= NEGATION;
        state = close ? State.NEGATED : State.DOUBTFUL;
        i = cue.last() + 1;
      } else {
        boolean restarts = i > 0 && t.clause(i) != t.clause(i - 1) && RESTARTS.contains(t.word(i));
        if (restarts || butWords.contains(t.word(i))) {
          state = State.ASSERTED;
        }
        i++;
      }
    }
    for (int k = h.last() + 1;
        k < t.size() && k <= h.last() + BEHIND && free(t, isFinding, k, h);
        k++) {
      if (notNegations.at(t, k) == null && behind.at(t, k) != null) {
        return State.NEGATED;
      }
    }
    return state;
  }

  /** Sites named in the finding's clause. */
  private Set<String> sites(WordTokens t, Terms.Hit h) {
    Set<String> found = new LinkedHashSet<>();
    for (Terms.Hit s : sites.in(t)) {
      if (t.clause(s.first()) == t.clause(h.first())) {
        found.add(s.id());
      }
    }
    return found;
  }
}
