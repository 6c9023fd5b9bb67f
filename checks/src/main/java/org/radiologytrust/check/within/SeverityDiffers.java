package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.check.within.Extents.Extent;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code severity-differs}: the impression calls a finding large or severe, and the findings small
 * or mild, or the reverse. Reports nothing if the findings have it a second time without such a
 * word, or if sides or places differ.
 */
final class SeverityDiffers implements Check {
  static final String ID = "severity-differs";

  /** Bounds the work, since each mention is compared with each. */
  private static final int MAX_MENTIONS = 500;

  private final Distinctions distinctions;
  private final Extents extents;

  SeverityDiffers(Distinctions distinctions, Extents extents) {
    this.distinctions = distinctions;
    this.extents = extents;
  }

  /** A finding with what its sentence calls it. */
  private record Called(Placed placed, Extent extent) {
    String family() {
      return placed.mention().family();
    }
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Called> said =
        r
            .budget()
            .first(
                MAX_MENTIONS,
                r.of(Section.IMPRESSION).stream()
                    .filter(extents::anyIn)
                    .flatMap(this::called)
                    .toList())
            .stream()
            .filter(x -> x.extent() != null && x.placed().mention().present())
            .toList();
    if (said.isEmpty()) {
      return r.silent("the impression calls no finding small or large");
    }
    Set<String> families = said.stream().map(Called::family).collect(Collectors.toSet());
    List<Called> found =
        r.budget()
            .first(
                MAX_MENTIONS,
                Stream.of(Section.FINDINGS, Section.OTHER)
                    .flatMap(section -> r.of(section).stream())
                    .filter(s -> s.mentions().stream().anyMatch(m -> families.contains(m.family())))
                    .flatMap(this::called)
                    .toList());
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Called one : said) {
      List<Called> same = found.stream().filter(x -> x.family().equals(one.family())).toList();
      boolean differs = !same.isEmpty() && same.stream().allMatch(x -> contradicts(x, one));
      if (differs && reported.add(one.family())) {
        results.add(result(one.placed().mention(), same.get(0).placed().mention()));
      }
    }
    return results;
  }

  /** The findings of a sentence that are asserted or possible now. */
  private Stream<Called> called(SentenceReading s) {
    return distinctions
        .findings(s)
        .filter(p -> p.mention().kind() == MentionKind.FINDING)
        .filter(p -> p.mention().time() == MentionTime.NOW)
        .filter(p -> p.mention().polarity() == Polarity.AFFIRMED)
        .map(p -> new Called(p, extents.of(s, p.mention())));
  }

  private static boolean contradicts(Called found, Called said) {
    Mention a = found.placed().mention();
    Mention b = said.placed().mention();
    boolean sides = a.side() == null || b.side() == null || a.side() == b.side();
    boolean opposite = found.extent() != null && found.extent() != said.extent();
    return opposite && sides && !found.placed().place().apart(said.placed().place());
  }

  private static CheckResult result(Mention said, Mention other) {
    return new CheckResult(
        ID,
        Label.UNCERTAIN,
        said.words().evidence(),
        other.words().evidence(),
        "The impression calls this larger or smaller than the findings do: check the images and use"
            + " one word.");
  }
}
