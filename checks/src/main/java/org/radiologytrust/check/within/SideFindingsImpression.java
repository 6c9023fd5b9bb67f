package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;

/**
 * {@code side-findings-impression}: the impression puts a finding on one side, the findings section
 * only on the other. Reports nothing if the findings name both sides, if the places differ, or if a
 * negation is in doubt.
 */
final class SideFindingsImpression implements Check {
  static final String ID = "side-findings-impression";

  /** Bounds the work, since each mention is compared with each. */
  private static final int MAX_MENTIONS = 1_000;

  private final Distinctions distinctions;
  private final Sides sides;

  SideFindingsImpression(Distinctions distinctions, Sides sides) {
    this.sides = sides;
    this.distinctions = distinctions;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Placed> impression =
        r.budget().first(MAX_MENTIONS, sided(r, Section.IMPRESSION).toList()).stream()
            .filter(p -> p.mention().certainty() == Certainty.CERTAIN || oneSide(p.mention()))
            .toList();
    if (impression.isEmpty()) {
      return r.silent("the impression gives no finding a side");
    }
    List<Placed> findings =
        r.budget()
            .first(
                MAX_MENTIONS,
                Stream.concat(sided(r, Section.FINDINGS), sided(r, Section.OTHER)).toList());
    Map<String, Set<Side>> near = namedNear(r);
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Placed placed : impression) {
      Mention said = placed.mention();
      boolean named = near.getOrDefault(said.family(), Set.of()).contains(said.side());
      boolean doubtful = named || said.side() == Side.BOTH || both(said, impression);
      Mention other = doubtful ? null : contradicting(placed, findings);
      if (other != null && reported.add(said.family())) {
        results.add(result(said, other));
      }
    }
    return results;
  }

  /**
   * The sides that stand near the findings that the findings section asserts. A side may belong to
   * a finding even if its place in the sentence does not show that.
   */
  private Map<String, Set<Side>> namedNear(ReportReading r) {
    Map<String, Set<Side>> near = new HashMap<>();
    for (SentenceReading s : r.sentences()) {
      boolean read = s.section() == Section.FINDINGS || s.section() == Section.OTHER;
      Map<Integer, Set<Side>> named = null;
      for (Mention m : read ? s.mentions() : List.<Mention>of()) {
        if (m.kind() != MentionKind.ANATOMY && m.polarity() == Polarity.AFFIRMED) {
          named = named == null ? named(s) : named;
          near.computeIfAbsent(m.family(), k -> EnumSet.noneOf(Side.class))
              .addAll(named.getOrDefault(s.words().part(m.first()), Set.of()));
        }
      }
    }
    return near;
  }

  /** The sides of each part of a sentence, without those of what it denies. */
  private Map<Integer, Set<Side>> named(SentenceReading s) {
    Map<Integer, Set<Side>> named = new HashMap<>();
    @Nullable Side[] all = sides.in(s.words());
    for (int i = 0; i < all.length; i++) {
      if (all[i] != null) {
        named.computeIfAbsent(s.words().part(i), k -> EnumSet.noneOf(Side.class)).add(all[i]);
      }
    }
    s.mentions().stream()
        .filter(m -> m.polarity() != Polarity.AFFIRMED && m.side() != null)
        .forEach(
            m -> named.getOrDefault(s.words().part(m.first()), new HashSet<>()).remove(m.side()));
    return named;
  }

  /** The findings of a section that are asserted or possible now, and have a side. */
  private Stream<Placed> sided(ReportReading r, Section section) {
    return r.of(section).stream()
        .flatMap(distinctions::findings)
        .filter(p -> p.mention().side() != null && p.mention().time() == MentionTime.NOW)
        .filter(p -> p.mention().polarity() == Polarity.AFFIRMED)
        .filter(p -> p.mention().certainty() != Certainty.ASKED);
  }

  /** Whether the impression puts findings of this family on both sides. */
  private static boolean both(Mention said, List<Placed> impression) {
    return impression.stream()
        .map(Placed::mention)
        .anyMatch(m -> m.family().equals(said.family()) && m.side() != said.side());
  }

  private boolean oneSide(Mention m) {
    return Arrays.stream(sides.in(m.words())).allMatch(side -> side == null || side == m.side());
  }

  private static @Nullable Mention contradicting(Placed said, List<Placed> findings) {
    Mention other = null;
    for (Placed p : findings) {
      Mention m = p.mention();
      if (!m.family().equals(said.mention().family())) {
        continue;
      }
      if (m.side() != said.mention().side().opposite()) {
        return null;
      }
      if (other == null && !said.place().apart(p.place())) {
        other = m;
      }
    }
    return other;
  }

  private static CheckResult result(Mention said, Mention other) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        said.evidence(),
        other.evidence(),
        "The impression puts this on the "
            + said.side().word()
            + " side, the findings on the "
            + other.side().word()
            + ": check the images and correct the side.");
  }
}
