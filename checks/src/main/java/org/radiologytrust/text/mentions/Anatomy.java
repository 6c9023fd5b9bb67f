package org.radiologytrust.text.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** The map of places of the body: their words, and what is part of what. Thread-safe. */
public final class Anatomy {
  private static final String FILE = "anatomy.yaml";

  private record Entry(
      @Nullable List<String> in,
      boolean everywhere,
      boolean pair,
      List<String> words,
      @Nullable List<String> left,
      @Nullable List<String> right,
      @Nullable List<String> always,
      @Nullable List<String> usually) {}

  /** A place with the first and the last of the words that name it. */
  public record Named(Site site, int first, int last) {}

  /** A part that only this side has, with the last of the words that name it. */
  public record OneSided(Side side, int last) {}

  /**
   * Where a finding is.
   *
   * @param always whether it can be nowhere else
   */
  public record Home(Set<Site> sites, boolean always) {
    private static final Home UNKNOWN = new Home(Set.of(), false);

    private Home with(Site site) {
      Set<Site> all = new LinkedHashSet<>(sites);
      all.add(site);
      return new Home(all, always);
    }
  }

  private final Map<String, Site> sites = new HashMap<>();
  private final Map<String, Home> homes = new HashMap<>();

  /** Places that are a part of no other: an organ is more than what shares one of them. */
  private final Set<String> regions = new HashSet<>();

  private final Set<String> everywhere = new HashSet<>();
  private final Terms terms;
  private final Terms oneSided;

  /**
   * The map of these files, which all their readers share.
   *
   * @throws IllegalArgumentException when the file is not valid
   */
  public static Anatomy of(SiteFiles files) {
    return files.shared(Anatomy.class, () -> new Anatomy(files));
  }

  private Anatomy(SiteFiles files) {
    Map<String, Entry> entries = files.words(FILE, new TypeReference<Map<String, Entry>>() {});
    Map<String, List<String>> words = new LinkedHashMap<>();
    entries.forEach(
        (id, entry) -> {
          Site site = new Site(id, entry.pair(), within(id, entries));
          sites.put(id, site);
          words.put(id, entry.words());
          if (SiteFiles.orEmpty(entry.in()).isEmpty()) {
            regions.add(id);
          }
          if (entry.everywhere()) {
            everywhere.add(id);
          }
          homes(entry.always(), site, true);
          homes(entry.usually(), site, false);
        });
    terms = Terms.of(files, FILE, words);
    oneSided =
        Terms.of(
            files,
            FILE,
            Map.of(
                Side.LEFT.name(), all(entries, Entry::left),
                Side.RIGHT.name(), all(entries, Entry::right)));
  }

  private void homes(@Nullable List<String> concepts, Site site, boolean always) {
    for (String concept : SiteFiles.orEmpty(concepts)) {
      homes.merge(concept, new Home(Set.of(site), always), (home, more) -> home.with(site));
    }
  }

  private static List<String> all(
      Map<String, Entry> entries, Function<Entry, @Nullable List<String>> key) {
    return entries.values().stream()
        .flatMap(entry -> SiteFiles.orEmpty(key.apply(entry)).stream())
        .toList();
  }

  private static Set<String> within(String id, Map<String, Entry> entries) {
    Set<String> found = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(id));
    while (!next.isEmpty()) {
      String part = next.remove();
      Entry entry = entries.get(part);
      if (entry == null) {
        throw new IllegalArgumentException(
            FILE + ": " + id + " is in " + part + ", which the file does not have");
      }
      if (found.add(part)) {
        next.addAll(SiteFiles.orEmpty(entry.in()));
      }
    }
    return found;
  }

  /** The words of all places. */
  Terms terms() {
    return terms;
  }

  /** The place with this id, which is the concept of a mention of anatomy. */
  public Site site(String id) {
    return sites.get(id);
  }

  /**
   * The places that a list in another file names.
   *
   * @throws IllegalArgumentException when the map does not have one of them
   */
  public Set<Site> sites(String file, Collection<String> ids) {
    return ids.stream().map(id -> site(file, id)).collect(Collectors.toSet());
  }

  /**
   * The place that another file names.
   *
   * @throws IllegalArgumentException when the map does not have it
   */
  public Site site(String file, String id) {
    Site site = sites.get(id);
    if (site == null) {
      throw new IllegalArgumentException(file + ": " + FILE + " does not have the place " + id);
    }
    return site;
  }

  /** The places that a text names, in order. */
  public List<Named> in(WordTokens t) {
    return terms.in(t).stream()
        .map(hit -> new Named(sites.get(hit.id()), hit.first(), hit.last()))
        .toList();
  }

  /**
   * Whether the places are surely those of other organs. Places are not that share a part, or are
   * parts of one organ: an infarct of the frontal lobe can be one of the middle cerebral artery.
   */
  public boolean otherOrgans(Set<Site> some, Set<Site> others) {
    return !some.isEmpty()
        && !others.isEmpty()
        && some.stream().allMatch(a -> others.stream().allMatch(b -> otherOrgans(a, b)));
  }

  private boolean otherOrgans(Site a, Site b) {
    if (everywhere.contains(a.id()) || everywhere.contains(b.id())) {
      return false;
    }
    boolean oneOrgan =
        a.within().stream().anyMatch(id -> !regions.contains(id) && b.within().contains(id));
    return !oneOrgan
        && sites.values().stream()
            .map(Site::within)
            .noneMatch(within -> within.contains(a.id()) && within.contains(b.id()));
  }

  /** The part at a word that only one side has; {@code null} if there is none. */
  public @Nullable OneSided oneSided(WordTokens t, int word) {
    Terms.Hit hit = oneSided.at(t, word);
    return hit == null ? null : new OneSided(Side.valueOf(hit.id()), hit.last());
  }

  /** Where a finding is if a text does not say it; without a site if it can be anywhere. */
  public Home home(String concept) {
    return homes.getOrDefault(concept, Home.UNKNOWN);
  }
}
