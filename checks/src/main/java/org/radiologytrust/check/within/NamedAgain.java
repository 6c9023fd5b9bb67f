package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Contradiction;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds a finding that one section puts on one side and then, named again ("the nodule", "this
 * opacity"), on the other.
 */
final class NamedAgain {
  /** Bounds the work, since each mention is compared with those before it. */
  private static final int MAX_MENTIONS = 500;

  private static final int BEFORE = 5;

  private final SideWithinWords words;
  private final Distinctions distinctions;
  private final FurtherFindings further;

  /** A finding, and whether its sentence names a further one. */
  private record Named(Placed placed, boolean further) {
    Mention mention() {
      return placed.mention();
    }
  }

  NamedAgain(SideWithinWords words, FurtherFindings further, Distinctions distinctions) {
    this.words = words;
    this.further = further;
    this.distinctions = distinctions;
  }

  List<Contradiction> in(ReportReading r) {
    List<Contradiction> found = new ArrayList<>();
    for (Section section : List.of(Section.FINDINGS, Section.IMPRESSION, Section.OTHER)) {
      List<Named> named =
          r.budget().first(MAX_MENTIONS, r.of(section).stream().flatMap(this::named).toList());
      Set<Integer> unnamed =
          r.of(section).stream()
              .filter(further::withoutName)
              .map(s -> s.sentence().number())
              .collect(Collectors.toSet());
      for (int i = 1; i < named.size(); i++) {
        Contradiction x = contradiction(named.get(i), named.subList(0, i), unnamed);
        if (x != null && !several(r, named.get(i).mention())) {
          found.add(x);
        }
      }
    }
    return found;
  }

  private Stream<Named> named(SentenceReading s) {
    return distinctions
        .findings(s)
        .filter(p -> p.mention().side() != null)
        .filter(p -> p.mention().time() == MentionTime.NOW)
        .filter(p -> p.mention().certainty() != Certainty.ASKED)
        .map(p -> new Named(p, further.in(s, p.mention())));
  }

  /** Whether the report names several of this finding, in the plural or on both sides. */
  private static boolean several(ReportReading r, Mention m) {
    String plural = m.words().word(m.last()) + "s";
    return r.mentions(MentionKind.FINDING)
        .filter(other -> other.family().equals(m.family()))
        .anyMatch(o -> o.side() == Side.BOTH || o.words().word(o.last()).equals(plural));
  }

  /**
   * @param unnamed numbers of the sentences that name a further finding without its name
   */
  private @Nullable Contradiction contradiction(
      Named said, List<Named> earlier, Set<Integer> unnamed) {
    Mention m = said.mention();
    if (m.side() == Side.BOTH
        || m.polarity() != Polarity.AFFIRMED
        || !refersBack(m)
        || said.further()) {
      return null;
    }
    Mention first = null;
    for (Named p : earlier) {
      Mention b = p.mention();
      if (!b.family().equals(m.family())) {
        continue;
      }
      boolean other =
          b.side() != m.side().opposite()
              || b.polarity() != Polarity.AFFIRMED
              || b.words().sentence().number() == m.words().sentence().number()
              || p.further()
              || !b.concept().equals(m.concept())
              || said.placed().place().apart(p.placed().place());
      if (other) {
        return null;
      }
      first = b;
    }
    return first == null || between(first, m, unnamed)
        ? null
        : new Contradiction(
            m.evidence(),
            first.evidence(),
            "The report puts this finding on the "
                + first.side().word()
                + " side and then on the "
                + m.side().word()
                + ": check the images and correct the side.");
  }

  private static boolean between(Mention first, Mention last, Set<Integer> unnamed) {
    int from = first.words().sentence().number();
    int to = last.words().sentence().number();
    return unnamed.stream().anyMatch(n -> n > from && n < to);
  }

  /** Whether the phrase of a finding begins with "the" or "this". */
  private boolean refersBack(Mention m) {
    WordTokens t = m.words();
    int from = m.sideAt() < 0 ? m.first() : Math.min(m.first(), m.sideAt());
    for (int i = m.first() - 1; i >= 0 && i >= from - BEFORE; i--) {
      if (t.clause(i) != t.clause(m.first()) || words.verbs().contains(t.word(i))) {
        return false;
      }
      if (words.again().contains(t.word(i))) {
        return true;
      }
    }
    return false;
  }
}
