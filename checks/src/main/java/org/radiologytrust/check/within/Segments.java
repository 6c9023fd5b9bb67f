package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Sentence.Label;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Where a finding is, as far as it has one place of a kind: lobe, level, rib, segment of lung or
 * liver, vessel. A sentence that names several segments gives each of its findings all of them.
 */
final class Segments {
  private static final String FILE = "segments.yaml";
  private static final String HEIGHT = "height";
  private static final String ASPECT = "aspect";
  private static final String SEGMENT = "segment";
  private static final String TREE = "tree ";
  private static final String NAME = "name ";

  private final Distinctions distinctions;
  private final Terms lung;
  private final Map<String, Set<String>> lobes = new HashMap<>();
  private final Terms zones;
  private final Map<String, Set<String>> zoned = new HashMap<>();
  private final Terms numbered;
  private final Map<String, String> numbers = new HashMap<>();
  private final Set<String> between;
  private final Set<String> sizes;
  private final Terms views;
  private final Set<String> families;
  private final List<Set<Site>> trees;
  private final Map<String, Named> names;

  /** The words, as the file explains them. */
  record Words(
      Map<String, LungSegment> lungSegments,
      @MayBeEmpty Map<String, LungSegment> zones,
      Terms numbered,
      Map<String, List<String>> numbers,
      List<String> between,
      List<String> sizes,
      @MayBeEmpty Terms views,
      List<String> families,
      List<List<String>> vessels,
      @MayBeEmpty Map<String, Named> names) {}

  /**
   * Names of which a thing has one.
   *
   * @param of the families of the findings that are at one of the parts; all without them
   * @param things whether they are no parts but things of which a report has one
   */
  record Named(@Nullable Set<String> of, boolean things, Terms parts) {}

  /** A segment or a zone of the lung, and the lobes in which it can be. */
  record LungSegment(List<String> lobes, List<String> words) {}

  /**
   * The place of a finding.
   *
   * @param members by kind of place; several where the text does not say which
   * @param named the kinds of which the members are names of one place
   */
  record At(Placed placed, Map<String, Set<String>> members, Set<String> named) {
    Set<String> of(String kind) {
      return members.getOrDefault(kind, Set.of());
    }

    /** Whether the text says which place it is. */
    boolean isOne(String kind) {
      return of(kind).size() == 1 || named.contains(kind);
    }

    String family() {
      return placed.mention().family();
    }

    Sentence sentence() {
      return placed.mention().words().sentence();
    }

    /** Whether the side does not tell it from another one. */
    private boolean onSideOf(At other) {
      Side side = placed.mention().side();
      Side of = other.placed.mention().side();
      return side == null || of == null || side == of || side == Side.BOTH || of == Side.BOTH;
    }

    /** Whether both can be one finding, wherever they are. */
    boolean sameFinding(At other) {
      return family().equals(other.family()) && onSideOf(other);
    }

    /** Whether it is on the other side, or on both while the other one is not. */
    boolean otherSide(At other) {
      Side side = placed.mention().side();
      Side of = other.placed.mention().side();
      return side != null && of != null && side != of;
    }

    /** Whether it is at the place of another one, as far as the text says. */
    boolean mayBeAt(String kind, At other) {
      boolean apart = !unplaced() && !other.unplaced() && !oneOrgan(kind, this, other);
      return onSideOf(other) && !Collections.disjoint(of(kind), other.of(kind)) && !apart;
    }

    private boolean unplaced() {
      return placed.place().sites().isEmpty();
    }

    /** Whether it is only what something else may be: "this may represent atelectasis". */
    boolean possible() {
      return placed.mention().certainty() == Certainty.POSSIBLE;
    }
  }

  Segments(SiteFiles files, Distinctions distinctions) {
    this.distinctions = distinctions;
    Words words = files.words(FILE, new TypeReference<>() {});
    lung = terms(files, "lungSegments", words.lungSegments);
    words.lungSegments.forEach((name, segment) -> lobes.put(name, Set.copyOf(segment.lobes)));
    zones = terms(files, "zones", words.zones);
    words.zones.forEach((height, zone) -> zoned.put(height, Set.copyOf(zone.lobes)));
    numbered = words.numbered;
    words.numbers.forEach((number, all) -> all.forEach(word -> numbers.put(word, number)));
    between = Set.copyOf(words.between);
    sizes = Set.copyOf(words.sizes);
    views = words.views;
    families = Set.copyOf(words.families);
    Anatomy anatomy = Anatomy.of(files);
    trees = words.vessels.stream().map(tree -> anatomy.sites(FILE, tree)).toList();
    names = words.names;
  }

  /** The groups of names. */
  Map<String, Named> names() {
    return names;
  }

  private static Terms terms(SiteFiles files, String key, Map<String, LungSegment> all) {
    Map<String, List<String>> words = new HashMap<>();
    all.forEach((name, segment) -> words.put(name, segment.words));
    return Terms.of(files, FILE + " " + key, words);
  }

  /**
   * Whether two findings are in one organ, as far as their kind of place needs one: a vessel is
   * told apart by itself, and the number of a segment often stands without its organ.
   */
  static boolean oneOrgan(String kind, At one, At other) {
    Set<Site> sites = one.placed.place().sites();
    Set<Site> others = other.placed.place().sites();
    return kind.startsWith(TREE)
        || kind.startsWith(NAME)
        || kind.equals(SEGMENT) && (sites.isEmpty() || others.isEmpty())
        || Site.meet(sites, others);
  }

  /** The place of a finding of a sentence. */
  At at(SentenceReading s, Placed p) {
    Map<String, Set<String>> members = new TreeMap<>();
    for (String kind : Distinctions.PLACES) {
      put(members, kind, p.place().members().getOrDefault(kind, Set.of()));
    }
    if (views.anyIn(s.words())) {
      members.remove(ASPECT);
    }
    boolean segment = lung.anyIn(s.words());
    Set<String> named = segment ? lung(s.words(), members) : zones(s.words(), members);
    numbers(s.words()).forEach(number -> add(members, SEGMENT, number));
    if (families.contains(p.mention().family())) {
      for (int tree = 0; tree < trees.size(); tree++) {
        Set<Site> vessels = trees.get(tree);
        if (!vessels(vessels, p.place().sites()).isEmpty()) {
          put(members, TREE + tree, vessels(vessels, distinctions.sites(s)));
        }
      }
    }
    names(s.words(), p.mention(), members);
    return new At(p, members, named);
  }

  /** Adds parts by their names: those nearest to the finding, or of the label of its line. */
  private void names(WordTokens t, Mention m, Map<String, Set<String>> members) {
    names.forEach(
        (group, named) -> {
          if (named.of == null || named.of.contains(m.family())) {
            put(members, NAME + group, parts(named.parts, t, t.part(m.first())));
          }
        });
  }

  private static Set<String> parts(Terms parts, WordTokens t, int part) {
    List<Terms.Hit> hits = parts.in(t);
    List<Terms.Hit> near = hits.stream().filter(hit -> t.part(hit.first()) == part).toList();
    Set<String> found = ids(near.isEmpty() ? hits : near);
    if (found.isEmpty()) {
      for (Label label : t.sentence().labels()) {
        found.addAll(ids(parts.in(WordTokens.of(label.text()))));
      }
    }
    return found;
  }

  private static Set<String> ids(List<Terms.Hit> hits) {
    return hits.stream().map(Terms.Hit::id).collect(Collectors.toSet());
  }

  /**
   * Adds the lobes in which a zone can be.
   *
   * @return the kinds of which the members are names of one place
   */
  private Set<String> zones(WordTokens t, Map<String, Set<String>> members) {
    Set<String> heights = members.getOrDefault(HEIGHT, Set.of());
    boolean zone =
        heights.size() == 1 && zones.in(t).stream().anyMatch(hit -> heights.contains(hit.id()));
    if (zone) {
      members.put(HEIGHT, zoned.get(heights.iterator().next()));
    }
    return zone ? Set.of(HEIGHT) : Set.of();
  }

  /**
   * Adds segments of the lung with their lobes. "Superior" of a superior segment is no upper lobe.
   *
   * @return the kinds of which the members are names of one place
   */
  private Set<String> lung(WordTokens t, Map<String, Set<String>> members) {
    List<Terms.Hit> hits = lung.in(t);
    boolean[] words = new boolean[t.size()];
    hits.forEach(hit -> Arrays.fill(words, hit.first(), hit.last() + 1, true));
    Set<String> heights = distinctions.members(t, HEIGHT, words);
    Set<String> of = new HashSet<>();
    for (Terms.Hit hit : hits) {
      add(members, SEGMENT, hit.id());
      of.addAll(lobes.get(hit.id()));
    }
    boolean one = members.get(SEGMENT).size() == 1 && of.containsAll(heights);
    of.addAll(heights);
    members.put(HEIGHT, of);
    return one ? Set.of(HEIGHT) : Set.of();
  }

  private static Set<String> vessels(Set<Site> tree, Set<Site> sites) {
    return tree.stream()
        .filter(vessel -> sites.stream().anyMatch(site -> site.isIn(vessel)))
        .map(Site::id)
        .collect(Collectors.toSet());
  }

  /** Segments of the liver: "segments 5 and 6", "segment IVa/b". */
  private Set<String> numbers(WordTokens t) {
    Set<String> found = new HashSet<>();
    for (Terms.Hit hit : numbered.in(t)) {
      int i = hit.last() + 1;
      while (i < t.size() && (numbers.containsKey(t.word(i)) || between.contains(t.word(i)))) {
        if (numbers.containsKey(t.word(i))) {
          if (i + 1 < t.size() && sizes.contains(t.word(i + 1))) {
            break;
          }
          found.add(numbers.get(t.word(i)));
        }
        i++;
      }
    }
    return found;
  }

  /** Whether a sentence names a lobe, a level, a rib or a segment. */
  boolean namesPlace(SentenceReading s) {
    return distinctions.namesPlace(s)
        || names.values().stream().anyMatch(named -> named.parts.anyIn(s.words()))
        || lung.anyIn(s.words())
        || !numbers(s.words()).isEmpty()
        || distinctions.sites(s).stream()
            .anyMatch(site -> trees.stream().anyMatch(tree -> isOf(tree, site)));
  }

  private static boolean isOf(Set<Site> tree, Site site) {
    return tree.stream().anyMatch(site::isIn);
  }

  private static void put(Map<String, Set<String>> members, String kind, Set<String> all) {
    if (!all.isEmpty()) {
      members.put(kind, new HashSet<>(all));
    }
  }

  private static void add(Map<String, Set<String>> members, String kind, String member) {
    members.computeIfAbsent(kind, k -> new HashSet<>()).add(member);
  }
}
