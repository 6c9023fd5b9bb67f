package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Sentences that show by themselves that a "no" or "not" is lost, or one too many. All ask. */
final class LostNegations {
  private static final int BETWEEN = 4;
  private static final String WHY = "The sentence may mean what it says.";

  private final Denials denials;
  private final Denials.Words words;

  LostNegations(Denials denials) {
    this.denials = denials;
    words = denials.words();
  }

  List<CheckResult> in(SentenceReading s) {
    List<CheckResult> found = new ArrayList<>();
    if (denials.ofAnotherStudy(s.words())) {
      return found;
    }
    Evidence listed = listed(s);
    if (listed != null) {
      found.add(
          asks(
              listed,
              "no word denies them",
              "A \"no\" may be lost: these are joined by \"or\", and nothing denies them."));
    }
    for (Terms.Hit hit : words.excludable().in(s.words())) {
      found.add(
          asks(
              s.words().evidence(hit.first(), hit.last()),
              "reports say \"cannot be excluded\"",
              "A \"not\" may be lost: say whether this is excluded."));
    }
    Evidence added = added(s);
    if (added != null) {
      found.add(
          asks(
              added,
              "who denies a finding gives it no such degree",
              "A \"no\" may stand for another word: it does not go with this degree."));
    }
    return found;
  }

  private static CheckResult asks(Evidence first, String second, String action) {
    return new CheckResult(
            Denied.ID, Label.NEEDS_REVIEW, first, Evidence.field(Evidence.REPORT, second), action)
        .asking(WHY);
  }

  /**
   * The findings that a sentence joins by "or" and asserts, though no finding can be the one or the
   * other: a word that denies them may be lost. {@code null} if there are none.
   */
  private @Nullable Evidence listed(SentenceReading s) {
    WordTokens t = s.words();
    List<Mention> all = s.mentions(MentionKind.FINDING).toList();
    for (int i = 1; i < all.size(); i++) {
      Mention one = all.get(i - 1);
      Mention other = all.get(i);
      boolean joined =
          other.first() - one.last() <= BETWEEN
              && t.part(one.last()) == t.part(other.first())
              && Window.behind(t, one.last(), other.first() - one.last() - 1)
                  .has(words.or()::contains);
      int a = list(one);
      int b = list(other);
      if (joined && a >= 0 && b >= 0 && a != b && all.stream().allMatch(Mention::present)) {
        return words.alternative().anyIn(t) ? null : t.evidence(all.get(0).first(), other.last());
      }
    }
    return null;
  }

  private int list(Mention m) {
    for (int i = 0; i < words.listed().size(); i++) {
      if (words.listed().get(i).contains(m.concept())) {
        return i;
      }
    }
    return -1;
  }

  /** "no moderate bilateral effusions": a degree between, and else only sides and places. */
  private @Nullable Evidence added(SentenceReading s) {
    WordTokens t = s.words();
    boolean[] named = denials.named(s);
    for (Mention m : s.mentions(MentionKind.FINDING).toList()) {
      int i = m.first() - 1;
      while (i >= 0 && m.first() - i <= BETWEEN && named[i]) {
        i--;
      }
      boolean degree =
          i > 0 && t.clause(i) == t.clause(m.first()) && words.lesser().contains(t.word(i));
      int cue = s.scopes().negation(m.last());
      if (degree && cue == i - 1 && words.nothing().contains(t.word(cue))) {
        return or(t, m) ? null : t.evidence(cue, m.last());
      }
    }
    return null;
  }

  /** "no small effusion or pneumothorax" is a list. */
  private boolean or(WordTokens t, Mention m) {
    return Window.behind(t, m.last(), t.size()).inPart().has(words.or()::contains);
  }
}
