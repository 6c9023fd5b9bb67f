package org.radiologytrust.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.FindingMentions.Mention;
import org.radiologytrust.check.FindingMentions.State;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.ReportReading;
import org.radiologytrust.text.Side;
import org.radiologytrust.text.Sides;

/**
 * {@code side-findings-impression}: the impression puts a finding on one side, the findings section
 * only on the other. Reports nothing if the findings name both sides, if the sites differ, or if a
 * negation is in doubt.
 */
final class SideFindingsImpression implements ReportCheck {
  static final String ID = "side-findings-impression";

  /** Bounds the work, since each mention is compared with each. */
  private static final int MAX_MENTIONS = 2_000;

  private final FindingMentions mentions;
  private final Sides sides;

  SideFindingsImpression(FindingMentions mentions, Sides sides) {
    this.mentions = mentions;
    this.sides = sides;
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
    List<Mention> findings = all(c, Section.FINDINGS, Section.OTHER);
    List<CheckResult> results = new ArrayList<>();
    for (Mention said : all(c, Section.IMPRESSION)) {
      boolean judged =
          (said.side() == Side.LEFT || said.side() == Side.RIGHT)
              && said.state() == State.ASSERTED
              && !sides.history(said.tokens());
      Mention other = judged ? contradicting(said, findings) : null;
      if (other != null) {
        results.add(result(said, other));
      }
    }
    return results;
  }

  private List<Mention> all(Audit c, Section... sections) {
    return Stream.of(sections)
        .flatMap(s -> Examination.of(c, s).stream())
        .flatMap(t -> mentions.in(t).stream())
        .limit(MAX_MENTIONS)
        .toList();
  }

  private @Nullable Mention contradicting(Mention said, List<Mention> findings) {
    Mention other = null;
    for (Mention m : findings) {
      if (!m.id().equals(said.id()) || m.side() == null || m.state() == State.NEGATED) {
        continue;
      }
      if (m.side() != said.side().opposite()) {
        return null;
      }
      boolean same = m.sites().isEmpty() || said.sites().isEmpty() || meet(m.sites(), said.sites());
      if (other == null && same && m.state() == State.ASSERTED && !sides.history(m.tokens())) {
        other = m;
      }
    }
    return other;
  }

  private static boolean meet(Set<String> some, Set<String> others) {
    return some.stream().anyMatch(others::contains);
  }

  private static CheckResult result(Mention said, Mention other) {
    Evidence first = said.tokens().evidence(said.first(), said.last());
    Evidence second = other.tokens().evidence(other.first(), other.last());
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        first,
        second,
        "The impression puts this on the "
            + said.side().word()
            + " side, the findings on the "
            + other.side().word()
            + ": check the images and correct the side.");
  }
}
