package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.Certainty;
import org.radiologytrust.text.Mention;
import org.radiologytrust.text.MentionKind;
import org.radiologytrust.text.MentionTime;
import org.radiologytrust.text.Polarity;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.Side;
import org.radiologytrust.text.Sides;

/**
 * {@code side-findings-impression}: the impression puts a finding on one side, the findings section
 * only on the other. Reports nothing if the findings name both sides, if the places differ, or if a
 * negation is in doubt.
 */
final class SideFindingsImpression implements ReportCheck {
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
  public Set<CheckInput> needs() {
    return Set.of();
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Mention> impression = sided(r, Section.IMPRESSION).limit(MAX_MENTIONS).toList();
    if (impression.isEmpty()) {
      return List.of();
    }
    List<Mention> findings =
        Stream.concat(sided(r, Section.FINDINGS), sided(r, Section.OTHER))
            .limit(MAX_MENTIONS)
            .toList();
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Mention said : impression) {
      Mention other = said.side() == Side.BOTH ? null : contradicting(said, findings);
      if (other != null && !named(r, said) && reported.add(said.family())) {
        results.add(result(said, other));
      }
    }
    return results;
  }

  /** The findings of a section that are asserted or possible now, and have a side. */
  private static Stream<Mention> sided(ReportReading r, Section section) {
    return r.mentions(MentionKind.FINDING)
        .filter(m -> m.section() == section)
        .filter(m -> m.side() != null && m.time() == MentionTime.NOW)
        .filter(m -> m.polarity() == Polarity.AFFIRMED && m.certainty() != Certainty.ASKED);
  }

  private @Nullable Mention contradicting(Mention said, List<Mention> findings) {
    Mention other = null;
    Distinctions.Marks place = distinctions.of(said);
    for (Mention m : findings) {
      if (!m.family().equals(said.family())) {
        continue;
      }
      if (m.side() != said.side().opposite()) {
        return null;
      }
      boolean sure = m.certainty() == Certainty.CERTAIN;
      if (other == null && sure && !place.apart(distinctions.of(m))) {
        other = m;
      }
    }
    return other;
  }

  /** Whether a sentence of the findings names this finding and, anywhere in it, its side. */
  private boolean named(ReportReading r, Mention said) {
    return Stream.concat(r.of(Section.FINDINGS).stream(), r.of(Section.OTHER).stream())
        .filter(
            s -> s.mentions(MentionKind.FINDING).anyMatch(m -> m.family().equals(said.family())))
        .anyMatch(s -> Arrays.asList(sides.in(s.words())).contains(said.side()));
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
