package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.check.within.Distinctions.Placed;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.SentenceReading;
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
  private static final String SEGMENT = "segment";
  private static final String TREE = "tree ";

  private final Distinctions distinctions;
  private final Terms lung;
  private final Map<String, Set<String>> lobes = new HashMap<>();
  private final Terms numbered;
  private final Map<String, String> numbers = new HashMap<>();
  private final Set<String> between;
  private final Set<String> sizes;
  private final Set<String> families;
  private final List<Set<Site>> trees;

  /** The words, as the file explains them. */
  record Words(
      Map<String, LungSegment> lung,
      Terms numbered,
      Map<String, List<String>> numbers,
      List<String> between,
      List<String> sizes,
      List<String> families,
      List<List<String>> vessels) {}

  /** A segment of the lung, and the names of its lobe. */
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
  }

  Segments(SiteFiles files, Distinctions distinctions) {
    this.distinctions = distinctions;
    Words words = files.words(FILE, new TypeReference<>() {});
    Map<String, List<String>> segments = new HashMap<>();
    words.lung.forEach(
        (name, segment) -> {
          segments.put(name, segment.words);
          lobes.put(name, Set.copyOf(segment.lobes));
        });
    lung = Terms.of(files, FILE + " lung", segments);
    numbered = words.numbered;
    words.numbers.forEach((number, all) -> all.forEach(word -> numbers.put(word, number)));
    between = Set.copyOf(words.between);
    sizes = Set.copyOf(words.sizes);
    families = Set.copyOf(words.families);
    Anatomy anatomy = Anatomy.of(files);
    trees = words.vessels.stream().map(tree -> anatomy.sites(FILE, tree)).toList();
  }

  /**
   * Whether two findings are in one organ, as far as their kind of place needs one: a vessel is
   * told apart by itself, and the number of a segment often stands without its organ.
   */
  static boolean oneOrgan(String kind, At one, At other) {
    Set<Site> sites = one.placed.place().sites();
    Set<Site> others = other.placed.place().sites();
    return kind.startsWith(TREE)
        || kind.equals(SEGMENT) && (sites.isEmpty() || others.isEmpty())
        || Site.meet(sites, others);
  }

  /** The place of a finding of a sentence. */
  At at(SentenceReading s, Placed p) {
    Map<String, Set<String>> members = new TreeMap<>();
    for (String kind : Distinctions.PLACES) {
      put(members, kind, p.place().members().getOrDefault(kind, Set.of()));
    }
    Set<String> named = lung(s.words(), members);
    numbers(s.words()).forEach(number -> add(members, SEGMENT, number));
    if (families.contains(p.mention().family())) {
      for (int tree = 0; tree < trees.size(); tree++) {
        Set<Site> vessels = trees.get(tree);
        if (!vessels(vessels, p.place().sites()).isEmpty()) {
          put(members, TREE + tree, vessels(vessels, distinctions.sites(s)));
        }
      }
    }
    return new At(p, members, named);
  }

  /**
   * Adds segments of the lung with their lobes. "Superior" of a superior segment is no upper lobe.
   *
   * @return the kinds of which the members are names of one place
   */
  private Set<String> lung(WordTokens t, Map<String, Set<String>> members) {
    List<Terms.Hit> hits = lung.in(t);
    if (hits.isEmpty()) {
      return Set.of();
    }
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
