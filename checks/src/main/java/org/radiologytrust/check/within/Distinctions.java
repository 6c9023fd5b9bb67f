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
import java.util.stream.Stream;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * Tells two findings of one kind apart by the words around them: "upper" and "lower", two levels of
 * the spine, two organs.
 */
final class Distinctions {
  private static final String FILE = "distinctions.yaml";
  private static final int BEFORE = 10;
  private static final int BEHIND = 9;
  private static final int LEVEL_REACH = 40;

  /** A label such as "Left kidney:" within a sentence has at most this many words. */
  private static final int LABEL_WORDS = 4;

  private static final String LEVELS = "level";
  private static final int LEVEL_LENGTH = 3;
  private static final Pattern LEVEL = Pattern.compile("[ctls]\\d{1,2}");
  private static final Pattern DISC = Pattern.compile("[ctls]?\\d{1,2}");
  private static final char SEPARATOR = '\t';

  private final Terms terms;

  Distinctions(SiteFiles files) {
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
   */
  record Marks(Map<String, Set<String>> members, Set<String> added, Set<String> sites) {
    /** Without the places that are added, as in "the heart is normal". */
    Marks general() {
      return new Marks(members, Set.of(), sites);
    }

    /** Whether a word of this group was found. */
    boolean names(String group) {
      return members.containsKey(group);
    }

    /** Whether the two are surely two places. */
    boolean apart(Marks other) {
      boolean sitesApart =
          !sites.isEmpty() && !other.sites.isEmpty() && disjoint(sites, other.sites);
      return sitesApart
          || members.entrySet().stream()
              .anyMatch(
                  e ->
                      other.members.containsKey(e.getKey())
                          && disjoint(e.getValue(), other.members.get(e.getKey())));
    }

    /**
     * Whether the other adds a place of a kind that this one does not name.
     *
     * @param coarse kinds that a common site stands for
     */
    boolean lacks(Marks other, Set<String> coarse) {
      boolean meet = !disjoint(sites, other.sites);
      return other.added.stream()
          .anyMatch(group -> !members.containsKey(group) && !(meet && coarse.contains(group)));
    }

    private static boolean disjoint(Set<String> some, Set<String> others) {
      return some.stream().noneMatch(others::contains);
    }
  }

  /** A finding with what the words around it say of its place. */
  record Placed(Mention mention, Marks place) {}

  /** The findings and devices of a sentence. Words around another one do not count for this. */
  Stream<Placed> findings(SentenceReading s) {
    boolean[] finding = findingWords(s);
    return s.mentions().stream()
        .filter(m -> m.kind() == MentionKind.FINDING || m.kind() == MentionKind.DEVICE)
        .map(m -> new Placed(m, of(m.words(), m.first(), m.last(), m.sites(), finding)));
  }

  /** Adds the places of some kinds that a sentence names. */
  void addPlaces(WordTokens t, Set<String> groups, Set<String> found) {
    for (Terms.Hit hit : terms.in(t)) {
      if (groups.contains(hit.id().substring(0, hit.id().indexOf(SEPARATOR)))) {
        found.add(hit.id());
      }
    }
  }

  /** Marks the words of a sentence that tell places apart. */
  void placeWords(WordTokens t, boolean[] words) {
    terms.in(t).forEach(hit -> Arrays.fill(words, hit.first(), hit.last() + 1, true));
  }

  /** The words of a sentence that name a finding. */
  static boolean[] findingWords(SentenceReading s) {
    boolean[] finding = new boolean[s.words().size()];
    s.mentions(MentionKind.FINDING)
        .forEach(m -> Arrays.fill(finding, m.first(), m.last() + 1, true));
    return finding;
  }

  /** The marks around words {@code first} to {@code last}, up to the next finding on both sides. */
  Marks of(WordTokens t, int first, int last, Set<String> sites, boolean[] finding) {
    Map<String, Set<String>> inside = new HashMap<>();
    Map<String, Set<String>> around = new HashMap<>();
    for (int i = first; i <= last; i++) {
      mark(t, i, inside);
    }
    IntPredicate end = i -> finding[i] || t.part(i) != t.part(first);
    Window.before(t, first, BEFORE).until(end).words().forEach(i -> mark(t, i, around));
    Window.behind(t, last, BEHIND).until(end).words().forEach(i -> mark(t, i, around));
    if (t.part(first) > t.part(0)) {
      for (int i = 0; i < Math.min(t.size(), LABEL_WORDS) && t.part(i) == t.part(0); i++) {
        mark(t, i, around);
      }
    }
    levels(t, Math.max(0, first - LEVEL_REACH), Math.min(t.size(), last + LEVEL_REACH), around);
    for (Sentence.Label label : t.sentence().labels()) {
      Map<String, Set<String>> outer = new HashMap<>();
      WordTokens words = WordTokens.of(label.text());
      for (int i = 0; i < words.size(); i++) {
        mark(words, i, outer);
      }
      outer.forEach(around::putIfAbsent);
    }
    Set<String> added = Set.copyOf(around.keySet());
    inside.forEach((group, all) -> around.computeIfAbsent(group, k -> new HashSet<>()).addAll(all));
    return new Marks(around, added, sites);
  }

  /** Levels of the spine: "L4-L5", "L4-5" and "L4" are three. */
  private static void levels(WordTokens t, int from, int to, Map<String, Set<String>> members) {
    for (int i = from; i < to; i++) {
      if (t.word(i).length() <= LEVEL_LENGTH && LEVEL.matcher(t.word(i)).matches()) {
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

  private void mark(WordTokens t, int i, Map<String, Set<String>> members) {
    Terms.Hit hit = terms.at(t, i);
    if (hit != null) {
      int cut = hit.id().indexOf(SEPARATOR);
      members
          .computeIfAbsent(hit.id().substring(0, cut), k -> new HashSet<>())
          .add(hit.id().substring(cut + 1));
    }
  }
}
