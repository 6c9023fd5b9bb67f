package org.radiologytrust.check.within;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.NamedPlaces;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Site;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * Tells two findings of one kind apart by the words around them: "upper" and "lower", two levels of
 * the spine, two organs.
 */
public final class Distinctions {
  private static final String FILE = "distinctions.yaml";
  private static final int BEFORE = 10;
  private static final int BEHIND = 9;
  private static final int LEVEL_REACH = 40;

  /** A label such as "Left kidney:" within a sentence has at most this many words. */
  private static final int LABEL_WORDS = 4;

  private static final String LEVELS = "level";

  /** Groups of which a finding has one member: a lobe, a level, a rib, the front or the back. */
  static final List<String> PLACES = List.of("height", LEVELS, "number", "aspect", "depth", "end");

  private static final String REGION = "region of the spine";
  private static final Map<Character, String> REGIONS =
      Map.of('c', "cervical", 't', "thoracic", 'd', "thoracic", 'l', "lumbar", 's', "lumbar");
  private static final int LEVEL_LENGTH = 3;
  private static final Pattern LEVEL = Pattern.compile("[ctls]\\d{1,2}");
  private static final Pattern DISC = Pattern.compile("[ctls]?\\d{1,2}");
  private static final char SEPARATOR = '\t';

  private final Terms terms;
  private final Anatomy anatomy;

  Distinctions(SiteFiles files) {
    anatomy = Anatomy.of(files);
    Map<String, List<String>> members = new HashMap<>();
    files
        .words(FILE, new TypeReference<Map<String, Map<String, List<String>>>>() {})
        .forEach(
            (group, all) ->
                all.forEach((member, words) -> members.put(group + SEPARATOR + member, words)));
    terms = Terms.of(files, FILE, members);
  }

  /**
   * What the words around a mention say of its place.
   *
   * @param members by group
   * @param added groups of which a word stands outside the mention itself
   * @param sites the places of the body; empty if they are not known
   * @param named whether the text names these places outside the mention itself
   */
  public record Marks(
      Map<String, Set<String>> members, Set<String> added, Set<Site> sites, boolean named) {
    /** The words say nothing of a place. */
    static final Marks NONE = new Marks(Map.of(), Set.of(), Set.of(), false);

    private Marks at(Set<Site> places, boolean byText) {
      return new Marks(members, added, places, byText);
    }

    /** Without the places that are added, as in "the heart is normal". */
    Marks general() {
      return new Marks(members, Set.of(), sites, false);
    }

    /** With places that the other has to name, too. */
    Marks required() {
      return new Marks(members, added, sites, true);
    }

    /** Whether the two are surely two places. */
    boolean apart(Marks other) {
      boolean sitesApart =
          !sites.isEmpty() && !other.sites.isEmpty() && !Site.meet(sites, other.sites);
      return sitesApart
          || members.entrySet().stream()
              .anyMatch(
                  e ->
                      other.members.containsKey(e.getKey())
                          && disjoint(e.getValue(), other.members.get(e.getKey())));
    }

    /** Whether the other adds a place of a kind that this one does not name. */
    boolean lacks(Marks other) {
      return other.named && sites.isEmpty()
          || other.added.stream().anyMatch(group -> !members.containsKey(group));
    }

    /** Whether both say the same of the place, as far as they say anything. */
    public boolean certainly(Marks other) {
      return !apart(other) && !lacks(other) && !other.lacks(this);
    }

    private static boolean disjoint(Set<String> some, Set<String> others) {
      return some.stream().noneMatch(others::contains);
    }
  }

  /** A finding with what the words around it say of its place. */
  public record Placed(Mention mention, Marks place) {}

  /** The findings and devices of a sentence. Words around another one do not count for this. */
  public Stream<Placed> findings(SentenceReading s) {
    boolean[] finding = findingWords(s);
    return s.mentions().stream()
        .filter(m -> m.kind() == MentionKind.FINDING || m.kind() == MentionKind.DEVICE)
        .map(m -> new Placed(m, of(m, finding)));
  }

  /** The places that a sentence names. */
  Set<Site> sites(SentenceReading s) {
    return s.mentions(MentionKind.ANATOMY)
        .map(m -> anatomy.site(m.concept()))
        .collect(Collectors.toSet());
  }

  /** Whether a sentence names one of {@link #PLACES}. */
  boolean namesPlace(SentenceReading s) {
    WordTokens t = s.words();
    return terms.in(t).stream().anyMatch(hit -> PLACES.contains(group(hit)))
        || IntStream.range(0, t.size()).anyMatch(i -> level(t, i));
  }

  /**
   * The members of a group that a sentence names.
   *
   * @param but words that do not count
   */
  Set<String> members(WordTokens t, String group, boolean[] but) {
    return terms.in(t).stream()
        .filter(hit -> group(hit).equals(group) && !but[hit.first()])
        .map(hit -> hit.id().substring(group.length() + 1))
        .collect(Collectors.toSet());
  }

  private static String group(Terms.Hit hit) {
    return hit.id().substring(0, hit.id().indexOf(SEPARATOR));
  }

  /** Marks the words of a sentence that tell places apart. */
  void placeWords(WordTokens t, boolean[] words) {
    terms.in(t).forEach(hit -> Arrays.fill(words, hit.first(), hit.last() + 1, true));
  }

  /** The words of a sentence that name a finding. */
  public static boolean[] findingWords(SentenceReading s) {
    boolean[] finding = new boolean[s.words().size()];
    s.mentions(MentionKind.FINDING)
        .forEach(m -> Arrays.fill(finding, m.first(), m.last() + 1, true));
    return finding;
  }

  /** The marks of a mention, and where it is if the text does not say it. */
  Marks of(Mention m, boolean[] finding) {
    Marks marks = of(m.words(), m.first(), m.last(), m.sites(), finding);
    Anatomy.Home home = anatomy.home(m.concept());
    if (home.always()) {
      Set<Site> parts = parts(marks.sites(), home.sites());
      return marks.at(parts.isEmpty() ? home.sites() : parts, marks.named() && !parts.isEmpty());
    }
    return marks.sites().isEmpty() ? marks.at(home.sites(), false) : marks;
  }

  /**
   * The marks around words {@code first} to {@code last}, up to the next finding on both sides.
   *
   * @param clause the places of the clause, which count if none stands nearer
   */
  Marks of(WordTokens t, int first, int last, Set<Site> clause, boolean[] finding) {
    NamedPlaces places = NamedPlaces.of(anatomy, t);
    IntPredicate end = i -> finding[i] || t.part(i) != t.part(first);
    int[] near =
        IntStream.concat(
                Window.before(t, first, BEFORE).until(end).words(),
                Window.behind(t, last, BEHIND).until(end).words())
            .toArray();
    Map<String, Set<String>> inside = new HashMap<>();
    mark(t, IntStream.rangeClosed(first, last), places, inside);
    Map<String, Set<String>> around = new HashMap<>();
    mark(t, Arrays.stream(near), places, around);
    mark(t, label(t, first), places, around);
    int from = Math.max(0, first - LEVEL_REACH);
    int to = Math.min(t.size(), last + LEVEL_REACH);
    levels(t, from, to, around);
    regions(t, from, to, inside);
    Set<Site> labels = places.at(label(t, first));
    for (Sentence.Label label : t.sentence().labels()) {
      WordTokens words = WordTokens.of(label.text());
      NamedPlaces named = NamedPlaces.of(anatomy, words);
      Map<String, Set<String>> outer = new HashMap<>();
      mark(words, IntStream.range(0, words.size()), named, outer);
      outer.forEach(around::putIfAbsent);
      labels.addAll(named.all());
    }
    Set<String> added = Set.copyOf(around.keySet());
    inside.forEach((group, all) -> around.computeIfAbsent(group, k -> new HashSet<>()).addAll(all));
    Set<Site> own = places.at(IntStream.rangeClosed(first, last));
    Set<Site> next = places.at(Arrays.stream(near));
    if (!own.isEmpty()) {
      Set<Site> parts = parts(next, own);
      return new Marks(around, added, parts.isEmpty() ? own : parts, !parts.isEmpty());
    }
    Set<Site> found =
        Stream.of(next, clause, labels).filter(all -> !all.isEmpty()).findFirst().orElse(Set.of());
    return new Marks(around, added, found, !found.isEmpty());
  }

  /** The words of a label at the beginning of a sentence: "Left kidney: ...". */
  private static IntStream label(WordTokens t, int first) {
    return IntStream.range(0, Math.min(t.size(), LABEL_WORDS))
        .filter(i -> t.part(first) > t.part(0) && t.part(i) == t.part(0));
  }

  /** Those that are parts of others. */
  private static Set<Site> parts(Set<Site> some, Set<Site> others) {
    return some.stream()
        .filter(site -> others.stream().anyMatch(other -> site.within().contains(other.id())))
        .collect(Collectors.toSet());
  }

  /** The regions of the spine that are named, or have a level that is. */
  private void regions(WordTokens t, int from, int to, Map<String, Set<String>> members) {
    for (int i = from; i < to; i++) {
      Terms.Hit hit = terms.at(t, i);
      if (hit != null && ofRegion(hit)) {
        add(hit, members);
      }
      if (level(t, i)) {
        String region = REGIONS.get(t.word(i).charAt(0));
        members.computeIfAbsent(REGION, k -> new HashSet<>()).add(region);
      }
    }
  }

  private static boolean ofRegion(Terms.Hit hit) {
    return hit.id().startsWith(REGION + SEPARATOR);
  }

  private static boolean level(WordTokens t, int i) {
    return t.word(i).length() <= LEVEL_LENGTH && LEVEL.matcher(t.word(i)).matches();
  }

  /** Levels of the spine: "L4-L5", "L4-5" and "L4" are three. */
  private static void levels(WordTokens t, int from, int to, Map<String, Set<String>> members) {
    for (int i = from; i < to; i++) {
      if (level(t, i)) {
        boolean pair =
            i + 1 < t.size()
                && t.clause(i + 1) == t.clause(i)
                && DISC.matcher(t.word(i + 1)).matches();
        String second = pair ? t.word(i + 1).replaceAll("\\D", "") : "";
        members.computeIfAbsent(LEVELS, k -> new HashSet<>()).add(t.word(i) + "-" + second);
        i += pair ? 1 : 0;
      }
    }
  }

  private void mark(
      WordTokens t, IntStream words, NamedPlaces places, Map<String, Set<String>> members) {
    words
        .mapToObj(i -> terms.at(t, i))
        .filter(hit -> hit != null && !ofRegion(hit) && !places.ofName(hit.first(), hit.last()))
        .forEach(hit -> add(hit, members));
  }

  private static void add(Terms.Hit hit, Map<String, Set<String>> members) {
    String group = group(hit);
    members
        .computeIfAbsent(group, k -> new HashSet<>())
        .add(hit.id().substring(group.length() + 1));
  }
}
