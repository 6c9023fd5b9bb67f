package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Contradiction;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.SideSource;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds sentences that begin with a side ("Right lung: ...", "In the right lung, ...") and then
 * name only the other, and such sentences under a label ("RIGHT LUNG:").
 */
final class LabelledSides {
  private static final int LABEL_WORDS = 4;

  private final Sides sides;
  private final SideWithinWords words;
  private final FurtherFindings further;

  LabelledSides(SideWithinWords words, FurtherFindings further, Sides sides) {
    this.words = words;
    this.further = further;
    this.sides = sides;
  }

  List<Contradiction> in(ReportReading r) {
    List<Contradiction> found = new ArrayList<>();
    NavigableMap<Integer, Span> background = background(r);
    for (SentenceReading s : r.stated()) {
      Evidence label = within(s.words());
      int from = label == null ? 0 : end(s.words());
      if (label == null) {
        label = above(background, s.sentence());
      }
      Side own = label == null ? null : sides.ofOrder(WordTokens.of(label.value()));
      Mention other = own == null || own == Side.BOTH ? null : other(s, own, from);
      if (other != null) {
        found.add(
            new Contradiction(
                other.evidence(),
                label,
                "This stands under the "
                    + own.word()
                    + " side, but names the "
                    + other.side().word()
                    + ": check the images and correct the side."));
      }
    }
    return found;
  }

  /** The words of the first clause, if they are a label or lead to a place. */
  private @Nullable Evidence within(WordTokens t) {
    int end = end(t);
    if (end == 0) {
      return null;
    }
    boolean label = t.part(end) != t.part(0);
    boolean place = words.links().contains(t.word(0)) && words.wholes().at(t, end - 1) != null;
    return label || place ? t.evidence(0, end - 1) : null;
  }

  /** The first word behind a short first clause; 0 if there is none. */
  private static int end(WordTokens t) {
    for (int i = 1; i < t.size() && i <= LABEL_WORDS; i++) {
      if (t.clause(i) != t.clause(0)) {
        return i;
      }
    }
    return 0;
  }

  /** The sentences that state nothing about the images, by their begin. */
  private static NavigableMap<Integer, Span> background(ReportReading r) {
    NavigableMap<Integer, Span> background = new TreeMap<>();
    for (SentenceReading s : r.sentences()) {
      if (!s.section().stated()) {
        background.put(s.sentence().span().start(), s.sentence().span());
      }
    }
    return background;
  }

  /**
   * The nearest label above a sentence, unless it is the name of the examination: a line of its own
   * in the background.
   */
  private static @Nullable Evidence above(NavigableMap<Integer, Span> background, Sentence s) {
    if (s.labels().isEmpty()) {
      return null;
    }
    Sentence.Label label = s.labels().get(s.labels().size() - 1);
    Map.Entry<Integer, Span> names = background.floorEntry(label.span().start());
    return names != null && names.getValue().contains(label.span())
        ? null
        : new Evidence("report", label.text(), label.span());
  }

  /** A finding or part on the other side, if behind {@code from} the side itself is not named. */
  private @Nullable Mention other(SentenceReading s, Side own, int from) {
    WordTokens t = s.words();
    @Nullable Side[] named = sides.in(t);
    boolean opposite = false;
    for (int i = from; i < named.length; i++) {
      if (named[i] == own || named[i] == Side.BOTH) {
        return null;
      }
      opposite |= named[i] == own.opposite();
    }
    if (!opposite || sides.elsewhere(t)) {
      return null;
    }
    return s.mentions().stream()
        .filter(m -> m.first() >= from && m.side() == own.opposite())
        .filter(m -> m.sideSource() == SideSource.PHRASE && m.time() == MentionTime.NOW)
        .findFirst()
        .filter(m -> !further.in(s, m))
        .orElse(null);
  }
}
