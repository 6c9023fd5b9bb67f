package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.Segments.At;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;

/**
 * {@code place-findings-impression}: the impression puts a finding at another lobe, segment, level
 * of the spine, rib or vessel than the findings do. Reports nothing if the findings have anything
 * at the impression's place, or the finding at several places or at one that they do not name.
 */
final class PlaceFindingsImpression implements Check {
  static final String ID = "place-findings-impression";

  /** Bounds the work, since each mention is compared with each. */
  private static final int MAX_MENTIONS = 500;

  private final Distinctions distinctions;
  private final Segments segments;

  PlaceFindingsImpression(Distinctions distinctions, Segments segments) {
    this.distinctions = distinctions;
    this.segments = segments;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<At> said =
        r.of(Section.IMPRESSION).stream().anyMatch(segments::namesPlace)
            ? r.budget().first(MAX_MENTIONS, stated(r, Section.IMPRESSION).toList()).stream()
                .filter(p -> p.placed().mention().present())
                .toList()
            : List.of();
    if (said.stream().allMatch(p -> p.members().isEmpty())) {
      return r.silent(
          "the impression gives no finding a lobe, a segment, a level, a rib or a vessel");
    }
    List<At> found =
        r.budget()
            .first(
                MAX_MENTIONS,
                Stream.concat(stated(r, Section.FINDINGS), stated(r, Section.OTHER)).toList());
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (At at : said) {
      String family = family(at);
      long same = said.stream().filter(p -> family(p).equals(family)).count();
      Mention other = same == 1 ? elsewhere(at, found) : null;
      if (other != null && reported.add(family)) {
        results.add(result(at.placed().mention(), other));
      }
    }
    return results;
  }

  private static String family(At at) {
    return at.placed().mention().family();
  }

  /** The findings of a section that are asserted or possible now. */
  private Stream<At> stated(ReportReading r, Section section) {
    return r.of(section).stream()
        .flatMap(s -> distinctions.findings(s).map(p -> segments.at(s, p)))
        .filter(at -> at.placed().mention().kind() == MentionKind.FINDING)
        .filter(at -> at.placed().mention().time() == MentionTime.NOW)
        .filter(at -> at.placed().mention().polarity() == Polarity.AFFIRMED);
  }

  /** The finding of the same family, which all findings put at one other place. */
  private @Nullable Mention elsewhere(At said, List<At> found) {
    for (String kind : said.members().keySet()) {
      Set<String> place = said.of(kind);
      if (said.isOne(kind)
          && found.stream().noneMatch(p -> !Collections.disjoint(place, p.of(kind)))) {
        List<At> same = found.stream().filter(p -> family(p).equals(family(said))).toList();
        long places = same.stream().map(p -> p.of(kind)).distinct().count();
        boolean all = same.stream().allMatch(p -> oneOf(p, said, kind));
        if (places == 1 && all) {
          return same.get(0).placed().mention();
        }
      }
    }
    return null;
  }

  /** Whether a finding has a place of the kind, and nothing else tells it from the impression's. */
  private static boolean oneOf(At p, At said, String kind) {
    Mention a = p.placed().mention();
    Mention b = said.placed().mention();
    boolean sides = a.side() == null || b.side() == null || a.side() == b.side();
    return sides && p.isOne(kind) && Segments.oneOrgan(kind, p, said);
  }

  private static CheckResult result(Mention said, Mention other) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        said.words().evidence(0, said.words().size() - 1),
        other.words().evidence(0, other.words().size() - 1),
        "The impression puts this at another place than the findings: check the images and correct"
            + " the place.");
  }
}
