package org.radiologytrust.check.exam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Contradiction;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.SideSource;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.WordTokens;

/** Finds statements on the other side than the report's own examination line. */
public final class ExaminedSide {
  private final Sides sides;
  private final BodyParts parts;
  private final Modalities modalities;
  private final WrongSide wrongSide;

  ExaminedSide(Sides sides, BodyParts parts, Modalities modalities) {
    this.sides = sides;
    this.parts = parts;
    this.modalities = modalities;
    this.wrongSide = new WrongSide(sides, parts);
  }

  /**
   * What is on the wrong side.
   *
   * @param further body parts that have one side where an examination line names one
   */
  public List<Contradiction> in(ReportReading r, Set<String> further) {
    Examined examined = Examined.of(r, modalities);
    Map<Side, WordTokens> named = sidesOfNames(examined);
    Set<String> codes = new LinkedHashSet<>();
    examined.names().forEach(t -> codes.addAll(parts.codes(t)));
    if (named.isEmpty() || named.containsKey(Side.BOTH) || !oneSided(codes, further)) {
      return List.of();
    }
    if (named.size() == 2) {
      return twoNames(r, named);
    }
    Side own = named.keySet().iterator().next();
    Evidence line = Evidence.of(named.get(own).sentence());
    List<Evidence> wrong = new ArrayList<>(wrongSide.in(examined, own, codes));
    if (wrong.isEmpty() && !codes.isEmpty()) {
      wrong.addAll(findings(r, own));
    }
    return wrong.stream()
        .filter(e -> !e.span().equals(line.span()))
        .map(e -> contradiction(e, line, own))
        .toList();
  }

  /** The sides that the names of the examination name, each with the first name that does. */
  private Map<Side, WordTokens> sidesOfNames(Examined examined) {
    Map<Side, WordTokens> named = new EnumMap<>(Side.class);
    for (WordTokens t : examined.names()) {
      Side side = sides.elsewhere(t) ? null : sides.ofOrder(t);
      if (side != null) {
        named.putIfAbsent(side, t);
      }
    }
    return named;
  }

  /** Two names of the examination with different sides, of which the statements know only one. */
  private List<Contradiction> twoNames(ReportReading r, Map<Side, WordTokens> named) {
    Set<Side> stated = EnumSet.noneOf(Side.class);
    for (SentenceReading s : r.stated()) {
      Arrays.stream(sides.in(s.words())).filter(Objects::nonNull).forEach(stated::add);
    }
    if (stated.size() != 1 || stated.contains(Side.BOTH)) {
      return List.of();
    }
    Side own = stated.iterator().next();
    Evidence wrong = Evidence.of(named.get(own.opposite()).sentence());
    Evidence right = Evidence.of(named.get(own).sentence());
    return List.of(contradiction(wrong, right, own));
  }

  private boolean oneSided(Set<String> codes, Set<String> further) {
    return codes.stream().allMatch(code -> parts.lateral(code) || further.contains(code));
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

  private static Contradiction contradiction(Evidence wrong, Evidence right, Side own) {
    return new Contradiction(
        wrong,
        right,
        "The examination line names the "
            + own.word()
            + " side, this statement the "
            + own.opposite().word()
            + ": check the images and correct the side.");
  }
}
