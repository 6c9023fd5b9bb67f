package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.Certainty;
import org.radiologytrust.text.MentionTime;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.SentenceReading;
import org.radiologytrust.text.Side;
import org.radiologytrust.text.SideSource;
import org.radiologytrust.text.Sides;
import org.radiologytrust.text.WordTokens;

/**
 * Finds statements on the other side than the report's own examination line, or than the label that
 * the statement stands under.
 */
final class ExaminedSide {
  private final Sides sides;
  private final BodyParts parts;
  private final Modalities modalities;
  private final WrongSide wrongSide;
  private final Set<String> furtherCodes;

  ExaminedSide(SideWithinWords words, Sides sides, BodyParts parts, Modalities modalities) {
    this.furtherCodes = words.examined();
    this.sides = sides;
    this.parts = parts;
    this.modalities = modalities;
    this.wrongSide = new WrongSide(sides, parts);
  }

  List<Contradiction> in(ReportReading r) {
    List<Contradiction> found = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      Contradiction x = underLabel(s);
      if (x != null) {
        found.add(x);
      }
    }
    if (found.isEmpty()) {
      found.addAll(otherThanLines(r));
    }
    return found;
  }

  private List<Contradiction> otherThanLines(ReportReading r) {
    Examined examined = Examined.of(r, modalities);
    Set<Side> named = new HashSet<>();
    Set<String> codes = new LinkedHashSet<>();
    WordTokens naming = null;
    for (WordTokens t : examined.names()) {
      Side side = sides.elsewhere(t) ? null : sides.ofOrder(t);
      if (side != null) {
        named.add(side);
        naming = naming == null ? t : naming;
      }
      codes.addAll(parts.codes(t));
    }
    if (named.size() != 1 || named.contains(Side.BOTH) || !oneSided(codes)) {
      return List.of();
    }
    Side own = named.iterator().next();
    Evidence line = Evidence.of(naming.sentence());
    List<Evidence> wrong = new ArrayList<>(wrongSide.in(examined, own, codes));
    if (wrong.isEmpty() && !codes.isEmpty()) {
      wrong.addAll(findings(r, own));
    }
    return wrong.stream()
        .filter(e -> !e.span().equals(line.span()))
        .map(e -> contradiction(e, line, own, "examination line"))
        .toList();
  }

  private boolean oneSided(Set<String> codes) {
    return codes.stream().allMatch(code -> parts.lateral(code) || furtherCodes.contains(code));
  }

  /** What is on the other side, unless a statement names the examined side too. */
  private List<Evidence> findings(ReportReading r, Side own) {
    List<Evidence> wrong = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      @Nullable Side[] named = sides.in(s.words());
      if (Arrays.asList(named).contains(own) || Arrays.asList(named).contains(Side.BOTH)) {
        return List.of();
      }
      if (!sides.elsewhere(s.words())) {
        s.mentions().stream()
            .filter(m -> m.side() == own.opposite() && m.sideSource() != SideSource.LABEL)
            .filter(m -> m.time() == MentionTime.NOW && m.certainty() != Certainty.ASKED)
            .limit(1)
            .forEach(m -> wrong.add(m.evidence()));
      }
    }
    return wrong;
  }

  private @Nullable Contradiction underLabel(SentenceReading s) {
    List<Sentence.Label> labels = s.sentence().labels();
    if (labels.isEmpty() || sides.elsewhere(s.words())) {
      return null;
    }
    Sentence.Label label = labels.get(labels.size() - 1);
    WordTokens words = WordTokens.of(label.text());
    Side own = sides.ofOrder(words);
    Set<String> codes = parts.codes(words);
    if (own == null || own == Side.BOTH || !oneSided(codes)) {
      return null;
    }
    @Nullable Side[] named = sides.in(s.words());
    if (Arrays.asList(named).contains(own) || Arrays.asList(named).contains(Side.BOTH)) {
      return null;
    }
    Evidence wrong = wrongSide.first(s.words(), named, own.opposite(), codes);
    Evidence right = new Evidence("report", label.text(), label.span());
    return wrong == null ? null : contradiction(wrong, right, own, "label above it");
  }

  private static Contradiction contradiction(
      Evidence wrong, Evidence right, Side own, String where) {
    return new Contradiction(
        wrong,
        right,
        "The "
            + where
            + " names the "
            + own.word()
            + " side, this statement the "
            + own.opposite().word()
            + ": check the images and correct the side.");
  }
}
