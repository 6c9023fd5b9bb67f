package org.radiologytrust.text.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/** The words of {@code scopes.yaml}, which explains its keys. */
final class ScopeWords {
  private static final String FILE = "scopes.yaml";

  /** What a cue says of the words in its scope. */
  enum Kind {
    DENIED,
    POSSIBLE,
    ASKED,
    EARLIER,
    FAMILY
  }

  /**
   * Cues of one kind.
   *
   * @param before stand before what they are about
   * @param after stand behind what they are about, after any auxiliaries
   * @param around stand between two things that they are about
   */
  private record CueWords(
      @Nullable List<String> before, @Nullable List<String> after, @Nullable List<String> around) {}

  private record Words(
      @Nullable CueWords denied,
      @Nullable CueWords possible,
      @Nullable CueWords asked,
      @Nullable CueWords earlier,
      @Nullable List<String> family,
      @Nullable List<String> harmless,
      @Nullable List<String> ends,
      @Nullable Set<String> told,
      @Nullable Set<String> between,
      @Nullable Set<String> auxiliaries,
      @Nullable Set<String> doubtful,
      @Nullable Set<String> verbs,
      @Nullable Set<String> participles,
      @Nullable Set<String> perceived,
      @Nullable Set<String> examinations,
      @Nullable Set<String> objects,
      @Nullable Set<String> singular,
      @Nullable Set<String> adjuncts,
      @Nullable Set<String> starts,
      @Nullable Set<String> affirming,
      @Nullable Set<String> alternatives,
      @Nullable Set<String> joints) {}

  /** The cues of one kind. */
  record Cues(Terms before, Terms after, Terms around) {
    private static Cues of(SiteFiles files, @Nullable CueWords w) {
      return w == null
          ? new Cues(terms(files, null), terms(files, null), terms(files, null))
          : new Cues(terms(files, w.before()), terms(files, w.after()), terms(files, w.around()));
    }
  }

  final Map<Kind, Cues> cues = new EnumMap<>(Kind.class);

  /** All cues and all harmless phrases. */
  final Terms any;

  final Terms harmless;
  final Terms ends;
  final Set<String> told;
  final Set<String> between;
  final Set<String> auxiliaries;
  final Set<String> doubtful;
  final Set<String> verbs;
  final Set<String> participles;
  final Set<String> perceived;
  final Set<String> examinations;
  final Set<String> objects;
  final Set<String> singular;
  final Set<String> adjuncts;
  final Set<String> starts;
  final Set<String> affirming;
  final Set<String> alternatives;
  final Set<String> joints;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  ScopeWords(SiteFiles files) {
    Words w = files.words(FILE, new TypeReference<Words>() {});
    List<String> all = new ArrayList<>();
    add(files, Kind.DENIED, w.denied(), all);
    add(files, Kind.POSSIBLE, w.possible(), all);
    add(files, Kind.ASKED, w.asked(), all);
    add(files, Kind.EARLIER, w.earlier(), all);
    add(files, Kind.FAMILY, new CueWords(w.family(), null, null), all);
    add(all, w.harmless());
    any = Terms.of(files, FILE, all);
    harmless = terms(files, w.harmless());
    ends = terms(files, w.ends());
    told = set(w.told());
    between = set(w.between());
    auxiliaries = set(w.auxiliaries());
    doubtful = set(w.doubtful());
    verbs = set(w.verbs());
    participles = set(w.participles());
    perceived = set(w.perceived());
    examinations = set(w.examinations());
    objects = set(w.objects());
    singular = set(w.singular());
    adjuncts = set(w.adjuncts());
    starts = set(w.starts());
    affirming = set(w.affirming());
    alternatives = set(w.alternatives());
    joints = set(w.joints());
  }

  private void add(SiteFiles files, Kind kind, @Nullable CueWords words, List<String> all) {
    cues.put(kind, Cues.of(files, words));
    if (words != null) {
      add(all, words.before());
      add(all, words.after());
      add(all, words.around());
    }
  }

  private static void add(List<String> all, @Nullable List<String> words) {
    all.addAll(words == null ? List.of() : words);
  }

  private static Terms terms(SiteFiles files, @Nullable List<String> words) {
    return Terms.of(files, FILE, SiteFiles.orEmpty(words));
  }

  private static Set<String> set(@Nullable Set<String> words) {
    return words == null ? Set.of() : new HashSet<>(words);
  }

  /** Whether a word joins the parts of an enumeration. */
  boolean joins(String word) {
    return joints.contains(word) || alternatives.contains(word);
  }

  /** Whether word {@code i} is the verb of a statement, and does not only describe a noun. */
  boolean finite(WordTokens t, int i) {
    return verbs.contains(t.word(i))
        && (!participles.contains(t.word(i)) || i > 0 && auxiliaries.contains(t.word(i - 1)));
  }
}
