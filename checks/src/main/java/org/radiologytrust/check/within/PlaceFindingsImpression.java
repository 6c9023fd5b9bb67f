package org.radiologytrust.check.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.Site;

/**
 * {@code place-findings-impression}: the impression puts a finding at another lobe, level of the
 * spine or rib than the findings do. Reports nothing if the findings have anything at the
 * impression's place, or the finding at several places or at one that they do not name.
 */
final class PlaceFindingsImpression implements Check {
  static final String ID = "place-findings-impression";

  /** Bounds the work, since each mention is compared with each. */
  private static final int MAX_MENTIONS = 500;

  private final Distinctions distinctions;

  PlaceFindingsImpression(Distinctions distinctions) {
    this.distinctions = distinctions;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<CheckResult> check(Audit c, ReportReading r) {
    List<Placed> said =
        r.of(Section.IMPRESSION).stream().anyMatch(distinctions::namesPlace)
            ? r.budget().first(MAX_MENTIONS, stated(r, Section.IMPRESSION).toList()).stream()
                .filter(p -> p.mention().present())
                .toList()
            : List.of();
    if (said.stream().allMatch(p -> Collections.disjoint(groups(p), Distinctions.PLACES))) {
      return r.silent("the impression gives no finding a lobe, a level or a rib");
    }
    List<Placed> found =
        r.budget()
            .first(
                MAX_MENTIONS,
                Stream.concat(stated(r, Section.FINDINGS), stated(r, Section.OTHER)).toList());
    List<CheckResult> results = new ArrayList<>();
    Set<String> reported = new HashSet<>();
    for (Placed placed : said) {
      String family = placed.mention().family();
      long same = said.stream().filter(p -> p.mention().family().equals(family)).count();
      Mention other = same == 1 ? elsewhere(placed, found) : null;
      if (other != null && reported.add(family)) {
        results.add(result(placed.mention(), other));
      }
    }
    return results;
  }

  /** The findings of a section that are asserted or possible now. */
  private Stream<Placed> stated(ReportReading r, Section section) {
    return r.of(section).stream()
        .flatMap(distinctions::findings)
        .filter(p -> p.mention().kind() == MentionKind.FINDING)
        .filter(p -> p.mention().time() == MentionTime.NOW)
        .filter(p -> p.mention().polarity() == Polarity.AFFIRMED);
  }

  /** The finding of the same family, which all findings put at one other place. */
  private @Nullable Mention elsewhere(Placed said, List<Placed> found) {
    for (String group : Distinctions.PLACES) {
      Set<String> place = said.place().members().getOrDefault(group, Set.of());
      if (place.size() == 1
          && found.stream().noneMatch(p -> !Collections.disjoint(place, members(p, group)))) {
        List<Placed> same =
            found.stream()
                .filter(p -> p.mention().family().equals(said.mention().family()))
                .toList();
        Set<String> places = new HashSet<>();
        same.forEach(p -> places.addAll(members(p, group)));
        boolean all = same.stream().allMatch(p -> oneOf(p, said, group));
        if (!same.isEmpty() && places.size() == 1 && all) {
          return same.get(0).mention();
        }
      }
    }
    return null;
  }

  private static Set<String> groups(Placed p) {
    return p.place().members().keySet();
  }

  private static Set<String> members(Placed p, String group) {
    return p.place().members().getOrDefault(group, Set.of());
  }

  /**
   * Whether a finding has a place of the group, and nothing else tells it from the impression's.
   */
  private static boolean oneOf(Placed p, Placed said, String group) {
    Mention a = p.mention();
    Mention b = said.mention();
    boolean sides = a.side() == null || b.side() == null || a.side() == b.side();
    Set<Site> sites = p.place().sites();
    return sides && !members(p, group).isEmpty() && Site.meet(sites, said.place().sites());
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
