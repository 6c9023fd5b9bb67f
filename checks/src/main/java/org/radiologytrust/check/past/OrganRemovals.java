package org.radiologytrust.check.past;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.Anatomy;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Finds organs that a sentence says were removed, and organs that it describes as present. */
public final class OrganRemovals {
  private static final String FILE = "removed-organs.yaml";
  private static final int NEAR = 3;
  private static final int SIDE_BEFORE = 5;
  private static final int SIDE_BEHIND = 5;

  /** An id with this at its end is a name in the plural, which means both organs of a pair. */
  private static final String PLURAL = "\tplural";

  private static final String OTHER = "\tother";

  /**
   * @param place in the map, which says whether the body has one on each side
   * @param plural names of both together
   * @param both operations that remove both
   */
  private record Organ(
      String place,
      @Nullable List<String> names,
      @Nullable List<String> plural,
      @Nullable List<String> removals,
      @Nullable List<String> both,
      @Nullable List<String> findings) {}

  private record Words(
      Map<String, Organ> organs,
      Terms removed,
      Terms removalOf,
      @MayBeEmpty Set<String> between,
      @MayBeEmpty Terms partial,
      @MayBeEmpty Terms planned,
      @MayBeEmpty Terms negated,
      @MayBeEmpty Terms past,
      @MayBeEmpty Terms remaining,
      @MayBeEmpty Terms notSeen,
      @MayBeEmpty List<String> otherNames) {}

  /**
   * One organ in one sentence.
   *
   * @param side {@code null} if the organ has no side or the sentence names none
   */
  public record Place(String organ, @Nullable Side side, WordTokens words, int first, int last) {
    /** The words that name it, and those that say what became of it. */
    public Evidence evidence() {
      return words.evidence(first, last);
    }
  }

  private final Set<String> sided;
  private final List<Terms> operations;
  private final Terms names;
  private final List<Terms> findings;
  private final Terms anyOperation;
  private final Terms anyFinding;
  private final Words words;
  private final Sides sides;
  private final Anatomy anatomy;

  public OrganRemovals(SiteFiles files, Sides sides) {
    words = files.words(FILE, new TypeReference<Words>() {});
    Map<String, Organ> organs = words.organs();
    anatomy = Anatomy.of(files);
    sided =
        organs.keySet().stream()
            .filter(id -> anatomy.site(FILE, organs.get(id).place()).paired())
            .collect(Collectors.toSet());
    Map<String, List<String>> named = new HashMap<>();
    named.put(OTHER, words.otherNames());
    operations = new ArrayList<>();
    findings = new ArrayList<>();
    organs.forEach(
        (id, o) -> {
          named.put(id, all(o.names()));
          named.put(id + PLURAL, all(o.plural()));
          operations.add(
              Terms.of(files, FILE, Map.of(id, all(o.removals()), id + PLURAL, all(o.both()))));
          findings.add(Terms.of(files, FILE, Map.of(id, all(o.findings()))));
        });
    names = Terms.of(files, FILE, named);
    anyOperation =
        Terms.of(
            files,
            FILE,
            organs.values().stream()
                .flatMap(o -> Stream.concat(all(o.removals()).stream(), all(o.both()).stream()))
                .toList());
    anyFinding =
        Terms.of(
            files,
            FILE,
            organs.values().stream().flatMap(o -> all(o.findings()).stream()).toList());
    this.sides = sides;
  }

  private static List<String> all(@Nullable List<String> words) {
    return words == null ? List.of() : words;
  }

  /** The organs that a report says were removed as a whole. */
  public List<Place> removed(ReportReading r) {
    List<Place> found = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      boolean read =
          s.section() == Section.HISTORY
              || s.section() == Section.REQUEST && words.past().anyIn(s.words())
              || describes(s);
      if (read) {
        found.addAll(removed(s));
      }
    }
    return found;
  }

  /** The organs that a report describes as present now, in order of the text. */
  public List<Place> described(ReportReading r) {
    List<Place> found = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      if (describes(s)) {
        found.addAll(present(s));
      }
    }
    return found;
  }

  private static boolean describes(SentenceReading s) {
    return s.section().stated() && s.section() != Section.RECOMMENDATION;
  }

  /** Whether a text may tell of a removal: without such words, no sentence of it does. */
  public boolean mayTell(WordTokens text) {
    return anyOperation.anyIn(text) || words.removed().anyIn(text) || words.removalOf().anyIn(text);
  }

  /** Whether both are surely the same organ, or one of them means both of a pair. */
  public boolean same(Place present, Place gone) {
    if (!gone.organ().equals(present.organ())) {
      return false;
    }
    boolean both = gone.side() == Side.BOTH || present.side() == Side.BOTH;
    return !sided.contains(gone.organ())
        || both
        || gone.side() != null && gone.side() == present.side();
  }

  /** The organs that a sentence says were removed as a whole. */
  private List<Place> removed(SentenceReading s) {
    WordTokens t = s.words();
    List<Place> found = new ArrayList<>();
    List<Terms.Hit> hits = names.in(t);
    boolean operated = anyOperation.anyIn(t);
    if (hits.isEmpty() && !operated || words.planned().anyIn(t)) {
      return found;
    }
    @Nullable Side[] named = sides.in(t);
    for (Terms operation : operated ? operations : List.<Terms>of()) {
      for (Terms.Hit hit : operation.in(t)) {
        boolean other = s.scopes().time(hit.first()) == MentionTime.FAMILY;
        if (other
            || before(words.negated(), t, hit.first())
            || before(words.partial(), t, hit.first())) {
          continue;
        }
        boolean both = plural(hit);
        found.add(place(t, named, organ(hit), both, hit.first(), hit.last()));
      }
    }
    for (Terms.Hit hit : hits) {
      int at = hit.id().equals(OTHER) ? -1 : removal(t, named, hit);
      if (at >= 0) {
        int first = Math.min(at, hit.first());
        int last = Math.max(at, hit.last());
        found.add(place(t, named, organ(hit), plural(hit), first, last));
      }
    }
    return found;
  }

  private static String organ(Terms.Hit hit) {
    return plural(hit) ? hit.id().substring(0, hit.id().length() - PLURAL.length()) : hit.id();
  }

  /** The word that says that a named organ was removed; -1 if there is none. */
  private int removal(WordTokens t, @Nullable Side[] named, Terms.Hit organ) {
    if (before(words.partial(), t, organ.first())) {
      return -1;
    }
    for (int i = organ.first() - 1; i >= 0 && i >= organ.first() - 6; i--) {
      Terms.Hit of = words.removalOf().at(t, i);
      if (of != null && onlyBetween(t, named, of.last() + 1, organ.first())) {
        return before(words.negated(), t, i) || before(words.partial(), t, i) ? -1 : i;
      }
    }
    for (int i = organ.last() + 1; i < t.size() && i <= organ.last() + 5; i++) {
      Terms.Hit gone = words.removed().at(t, i);
      if (gone != null && t.clause(i) - t.clause(organ.last()) <= 1) {
        return before(words.negated(), t, i) ? -1 : gone.last();
      }
      if (names.at(t, i) != null) {
        return -1;
      }
    }
    Terms.Hit directly = organ.first() == 0 ? null : words.removed().at(t, organ.first() - 1);
    return directly == null ? -1 : directly.first();
  }

  private boolean onlyBetween(WordTokens t, @Nullable Side[] named, int from, int to) {
    for (int i = from; i < to; i++) {
      boolean side = named[i] != null;
      if (!side && !words.between().contains(t.word(i))) {
        return false;
      }
    }
    return true;
  }

  /** The organs that a sentence describes as present now. */
  private List<Place> present(SentenceReading s) {
    WordTokens t = s.words();
    List<Place> found = new ArrayList<>();
    List<Terms.Hit> hits = names.in(t);
    boolean ill = anyFinding.anyIn(t);
    if (hits.isEmpty() && !ill || words.remaining().anyIn(t) || words.planned().anyIn(t)) {
      return found;
    }
    @Nullable Side[] named = sides.in(t);
    int label = label(t);
    List<Place> gone = label == 0 || hits.isEmpty() ? List.of() : removed(s);
    for (Terms.Hit hit : hits) {
      if (hit.id().equals(OTHER)
          || removal(t, named, hit) >= 0
          || unseen(t, hit)
          || denied(s, hit)) {
        continue;
      }
      Place place = place(t, named, organ(hit), plural(hit), hit.first(), hit.last());
      boolean only = hit.last() < label && !describes(t, hits, hit, label);
      if (!only && !(hit.last() < label && gone.stream().anyMatch(g -> same(place, g)))) {
        found.add(place);
      }
    }
    for (Terms finding : ill ? findings : List.<Terms>of()) {
      for (Terms.Hit hit : finding.in(t)) {
        if (s.scopes().polarity(hit.last()) == Polarity.AFFIRMED && !words.past().anyIn(t)) {
          found.add(place(t, named, hit.id(), false, hit.first(), hit.last()));
        }
      }
    }
    return found;
  }

  private static boolean plural(Terms.Hit hit) {
    return hit.id().endsWith(PLURAL);
  }

  /** The number of words before the first colon; 0 if the sentence does not begin with a label. */
  private static int label(WordTokens t) {
    return IntStream.range(1, t.size()).filter(i -> t.gap(i).contains(":")).findFirst().orElse(0);
  }

  /**
   * Whether what stands behind a label describes the organ that the label names: not where it names
   * that organ itself, or where the label names several places and it names one.
   */
  private boolean describes(WordTokens t, List<Terms.Hit> hits, Terms.Hit organ, int label) {
    boolean again =
        hits.stream().anyMatch(h -> h.first() >= label && organ(h).equals(organ(organ)));
    List<Anatomy.Named> places = anatomy.in(t);
    boolean several =
        places.stream()
            .anyMatch(
                p -> p.last() < label && p.first() > organ.last() || p.last() < organ.first());
    return !again && !(several && places.stream().anyMatch(p -> p.first() >= label));
  }

  private boolean denied(SentenceReading s, Terms.Hit organ) {
    WordTokens t = s.words();
    boolean own = organ.first() > 0 && words.negated().at(t, organ.first() - 1) != null;
    return own || s.scopes().negation(organ.last()) > organ.last();
  }

  private boolean unseen(WordTokens t, Terms.Hit organ) {
    return Window.behind(t, organ.last(), NEAR).inClause().has(words.notSeen());
  }

  private static boolean before(Terms terms, WordTokens t, int at) {
    return Window.before(t, at, NEAR).inClause().has(terms);
  }

  private Place place(
      WordTokens t, @Nullable Side[] named, String organ, boolean both, int first, int last) {
    Side side = both ? Side.BOTH : sided.contains(organ) ? side(t, named, first, last) : null;
    return new Place(organ, side, t, first, last);
  }

  private static @Nullable Side side(WordTokens t, @Nullable Side[] named, int first, int last) {
    for (int i = first; i <= last; i++) {
      if (named[i] != null) {
        return named[i];
      }
    }
    for (int i = first - 1; i >= 0 && i >= first - SIDE_BEFORE; i--) {
      if (t.clause(i) != t.clause(first)) {
        break;
      }
      if (named[i] != null) {
        return named[i];
      }
    }
    for (int i = last + 1; i < t.size() && i <= last + SIDE_BEHIND; i++) {
      if (t.clause(i) != t.clause(last)) {
        break;
      }
      if (named[i] != null) {
        return named[i];
      }
    }
    return null;
  }
}
