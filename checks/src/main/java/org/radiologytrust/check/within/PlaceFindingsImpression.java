package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.Segments.At;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;

/**
 * {@code place-findings-impression}: the impression puts a finding at another lobe, segment, level
 * of the spine, rib, vessel, tendon or the like than the findings do. Reports nothing if the
 * findings have anything at the impression's place, or the finding at several places or at one that
 * they do not name.
 */
final class PlaceFindingsImpression implements Check {
  static final String ID = "place-findings-impression";

  /** Bounds the work, since each mention is compared with each. */
  private static final int MAX_MENTIONS = 500;

  private final Distinctions distinctions;
  private final Segments segments;
  private final OtherNames names;

  PlaceFindingsImpression(Distinctions distinctions, Segments segments, OtherNames names) {
    this.distinctions = distinctions;
    this.segments = segments;
    this.names = names;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<CheckResult> results = new ArrayList<>(ofFindings(r));
    for (OtherNames.Pair pair : names.in(r)) {
      Evidence said = pair.said().sentence().words().evidence();
      if (results.stream().noneMatch(told -> told.first().equals(said))) {
        results.add(result(said, pair.found().sentence().words().evidence()));
      }
    }
    return results.isEmpty()
        ? r.silent("no place of the impression is another one than that of the findings")
        : results;
  }

  /** By the findings that both sections name. */
  private List<CheckResult> ofFindings(ReportReading r) {
    List<At> said =
        r.of(Section.IMPRESSION).stream().anyMatch(segments::namesPlace)
            ? r.budget().first(MAX_MENTIONS, stated(r.of(Section.IMPRESSION)))
            : List.of();
    if (said.stream().allMatch(p -> p.members().isEmpty())) {
      return List.of();
    }
    List<At> found = r.budget().first(MAX_MENTIONS, stated(r.body()));
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (At at : said) {
      Mention other = elsewhere(at, said, found);
      if (other != null && reported.add(at.family())) {
        results.add(result(at.placed().mention().words().evidence(), other.words().evidence()));
      }
    }
    return results;
  }

  /** The findings that sentences assert or hold possible now. */
  private List<At> stated(List<SentenceReading> sentences) {
    return sentences.stream()
        .flatMap(s -> distinctions.findings(s).map(p -> segments.at(s, p)))
        .filter(at -> at.placed().mention().kind() == MentionKind.FINDING)
        .filter(at -> at.placed().mention().time() == MentionTime.NOW)
        .filter(at -> at.placed().mention().polarity() == Polarity.AFFIRMED)
        .toList();
  }

  /** The finding of the same family, which all findings put at one other place. */
  private static @Nullable Mention elsewhere(At at, List<At> said, List<At> found) {
    List<At> same = found.stream().filter(p -> p.sameFinding(at)).toList();
    for (String kind : same.isEmpty() ? Set.<String>of() : at.members().keySet()) {
      boolean one = at.isOne(kind) && meet(kind, said.stream().filter(p -> p.sameFinding(at)));
      if (one && found.stream().noneMatch(p -> p.mayBeAt(kind, at))) {
        List<At> placed = same.stream().filter(p -> !p.of(kind).isEmpty()).toList();
        Set<Sentence> sentences = placed.stream().map(At::sentence).collect(Collectors.toSet());
        boolean places =
            !placed.isEmpty()
                && meet(kind, placed.stream())
                && placed.stream().allMatch(p -> p.isOne(kind) && Segments.oneOrgan(kind, p, at))
                && same.stream()
                    .allMatch(
                        p ->
                            !p.otherSide(at) && (p.possible() || sentences.contains(p.sentence())));
        if (places) {
          return placed.get(0).placed().mention();
        }
      }
    }
    return null;
  }

  /** Whether all that name a place of the kind can be at one. */
  private static boolean meet(String kind, Stream<At> all) {
    List<Set<String>> places = all.map(p -> p.of(kind)).filter(p -> !p.isEmpty()).toList();
    Set<String> common = places.isEmpty() ? new HashSet<>() : new HashSet<>(places.get(0));
    places.forEach(common::retainAll);
    return places.isEmpty() || !common.isEmpty();
  }

  private static CheckResult result(Evidence said, Evidence other) {
    return new CheckResult(
        ID,
        Label.NEEDS_REVIEW,
        said,
        other,
        "The impression puts this at another place than the findings: check the images and correct"
            + " the place.");
  }
}
