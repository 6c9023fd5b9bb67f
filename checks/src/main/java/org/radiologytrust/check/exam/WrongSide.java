package org.radiologytrust.check.exam;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds places where a report names the side opposite to that of a one-sided study. Skips a section
 * that names the study's own side too, and sentences about the past, comparisons and parts that
 * were not examined.
 */
final class WrongSide {
  private static final int BEFORE = 4;
  private static final int BEHIND = 6;
  private static final int BESIDE = 3;
  private static final int SLIPS = 2;

  private final Sides sides;
  private final BodyParts parts;

  WrongSide(Sides sides, BodyParts parts) {
    this.sides = sides;
    this.parts = parts;
  }

  /** The wrong sides in findings and impression, in order of the text. */
  List<Evidence> in(Examined c, Side own, Set<String> codes) {
    List<Evidence> wrong = new ArrayList<>();
    wrong.addAll(in(c, own, codes, Set.of(Section.FINDINGS, Section.OTHER)));
    wrong.addAll(in(c, own, codes, Set.of(Section.IMPRESSION, Section.RECOMMENDATION)));
    return wrong;
  }

  /**
   * The places that name the other side of the study's part, or no part, in a report that names
   * only the other side.
   */
  List<Evidence> only(Examined c, Side own, Set<String> codes, Terms compares) {
    List<Evidence> wrong = new ArrayList<>();
    for (WordTokens t : c.statements()) {
      if (codes.isEmpty() || sides.elsewhere(t) || compares.anyIn(t)) {
        continue;
      }
      List<@Nullable Side> named = Arrays.asList(sides.in(t));
      if (named.contains(own) || named.contains(Side.BOTH)) {
        return List.of();
      }
      int at = named.indexOf(own.opposite());
      Set<String> others = parts.orderedCodes(t);
      if (at >= 0
          && others.stream().allMatch(parts::lateral)
          && (others.isEmpty() || parts.near(others, codes))) {
        wrong.add(Evidence.of(t.sentence()));
      }
    }
    boolean agrees = c.names().stream().anyMatch(t -> Arrays.asList(sides.in(t)).contains(own));
    return agrees ? List.of() : wrong;
  }

  /**
   * The places beside the study's own part that name only the other side, in a report that else
   * names the own side: one or two are a slip, more describe both sides.
   *
   * @param compares words of sentences that name the other side to compare with it
   */
  List<Evidence> slips(List<WordTokens> sentences, Side own, Set<String> codes, Terms compares) {
    List<Evidence> slips = new ArrayList<>();
    for (WordTokens t : sentences) {
      List<@Nullable Side> named = Arrays.asList(sides.in(t));
      if (named.contains(Side.BOTH)) {
        return List.of();
      }
      if (named.contains(own) || !named.contains(own.opposite()) || sides.elsewhere(t)) {
        continue;
      }
      Evidence e = beside(t, named.indexOf(own.opposite()), codes);
      if (e != null && compares.anyIn(t)) {
        return List.of();
      }
      if (e != null) {
        slips.add(e);
      }
    }
    return slips.size() > SLIPS ? List.of() : slips;
  }

  private @Nullable Evidence beside(WordTokens t, int side, Set<String> codes) {
    for (Terms.Hit hit : parts.ordered(t)) {
      boolean beside = side >= hit.first() - BESIDE && side <= hit.last() + BESIDE;
      if (beside && codes.contains(hit.id())) {
        return t.evidence(Math.min(side, hit.first()), Math.max(side, hit.last()));
      }
    }
    return null;
  }

  private List<Evidence> in(Examined c, Side own, Set<String> codes, Set<Section> sections) {
    List<Evidence> wrong = new ArrayList<>();
    for (WordTokens t : c.statements()) {
      if (!sections.contains(t.sentence().section())) {
        continue;
      }
      @Nullable Side[] named = sides.in(t);
      if (Arrays.asList(named).contains(own) || Arrays.asList(named).contains(Side.BOTH)) {
        return List.of();
      }
      Evidence e = sides.elsewhere(t) ? null : first(t, named, own.opposite(), codes);
      if (e != null) {
        wrong.add(e);
      }
    }
    return wrong;
  }

  /** The first place in a sentence that combines this side with one of these parts. */
  @Nullable Evidence first(WordTokens t, @Nullable Side[] named, Side side, Set<String> codes) {
    for (String code : codes) {
      for (Terms.Hit hit : parts.local(code, t)) {
        int before = before(t, named, hit);
        if (before >= 0 && named[before] == side) {
          return t.evidence(before, hit.last());
        }
        int behind = before < 0 ? behind(t, named, hit) : -1;
        if (behind >= 0 && named[behind] == side) {
          return t.evidence(hit.first(), behind);
        }
      }
    }
    return null;
  }

  /** "right distal femur": the side before a part, with only describing words between. */
  private int before(WordTokens t, @Nullable Side[] named, Terms.Hit hit) {
    for (int i = hit.first() - 1; i >= 0 && i >= hit.first() - BEFORE; i--) {
      if (t.clause(i) != t.clause(hit.first()) || sides.separates(t.word(i))) {
        return -1;
      }
      if (named[i] != null) {
        return i;
      }
    }
    return -1;
  }

  /** "knee effusion on the right": the side behind a part. */
  private int behind(WordTokens t, @Nullable Side[] named, Terms.Hit hit) {
    for (int i = hit.last() + 3; i < t.size() && i <= hit.last() + BEHIND; i++) {
      boolean on = sides.locates(t, i - 2);
      boolean ends =
          i + 1 == t.size() || t.clause(i + 1) != t.clause(i) || sides.noun(t.word(i + 1));
      if (on && ends && named[i] != null && t.clause(i) == t.clause(hit.last())) {
        return i;
      }
    }
    return -1;
  }
}
