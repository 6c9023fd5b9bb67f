package org.radiologytrust.text.measures;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.MeasuredThing.Limits;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.Mention;
import org.radiologytrust.text.mentions.MentionKind;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Measurement;
import org.radiologytrust.text.words.Measurement.Role;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds what the measurements of a report measure: a finding or an organ, in the same sentence or
 * in the one before. The words are in {@code sizes.yaml}.
 */
public final class MeasuredThings {
  private static final String FILE = "sizes.yaml";
  private static final int BEHIND = 6;
  private static final int WITHIN = 3;
  private static final int NEAR = 25;

  /** Bounds the work for a text without full stops. */
  private static final int MAX_SIZES = 60;

  private record Thing(
      String id,
      @Nullable Terms where,
      @Nullable String family,
      boolean organ,
      @Nullable Terms distance,
      double min,
      double max,
      @Nullable Double decimal,
      List<String> terms) {
    String same() {
      return family == null ? id : family;
    }

    Limits limits() {
      return new Limits(min, max, decimal == null ? 0 : decimal);
    }
  }

  private record Words(
      List<Thing> things,
      @MayBeEmpty Set<String> linkers,
      @MayBeEmpty Set<String> pronouns,
      @MayBeEmpty Set<String> stops,
      @MayBeEmpty Set<String> within,
      @MayBeEmpty Set<String> definite,
      @MayBeEmpty Set<String> joins) {}

  /** Something that can be measured, at words {@code first} to {@code last}. */
  private record Candidate(@Nullable Mention mention, @Nullable Thing thing, int first, int last) {
    boolean organ() {
      return thing != null && thing.organ();
    }

    boolean distance() {
      return thing != null && thing.distance() != null;
    }

    /** Whether words behind a measurement make it the distance of this thing from a place. */
    boolean isAt(WordTokens t, Measurement m) {
      int next = m.last() + 1;
      return distance() && next < t.size() && thing.distance().at(t, next) != null;
    }
  }

  private final Words words;

  /** A thing that counts only near certain words. */
  private record Placed(Thing thing, Terms terms, Terms where) {}

  private final Map<String, Thing> things = new HashMap<>();
  private final List<Placed> placed = new ArrayList<>();
  private final Terms names;
  private final Measurements measurements;

  /**
   * @throws IllegalArgumentException when a file is not valid
   */
  public MeasuredThings(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
    Map<String, List<String>> terms = new HashMap<>();
    for (Thing thing : words.things()) {
      if (thing.where() == null) {
        things.put(thing.id(), thing);
        terms.put(thing.id(), thing.terms());
      } else {
        placed.add(new Placed(thing, Terms.of(files, FILE, thing.terms()), thing.where()));
      }
    }
    names = Terms.of(files, FILE, terms);
    measurements = new Measurements(files);
  }

  /** The measured things of the report, in order of the text. */
  public List<MeasuredThing> in(ReportReading r) {
    List<MeasuredThing> found = new ArrayList<>();
    SentenceReading before = null;
    for (SentenceReading s : r.sentences()) {
      List<Measurement> sizes = measured(r, s, Role.SIZE);
      List<Measurement> distances = measured(r, s, Role.DISTANCE);
      List<Candidate> all = sizes.isEmpty() && distances.isEmpty() ? List.of() : candidates(s);
      List<Candidate> candidates = all.stream().filter(c -> !c.distance()).toList();
      for (int i = 0; i < sizes.size(); i++) {
        MeasuredThing thing = thing(s, sizes, i, candidates, before);
        if (thing != null) {
          found.add(thing);
        }
      }
      distances.stream().flatMap(m -> distance(s, m, all).stream()).forEach(found::add);
      before = s;
    }
    return found;
  }

  private List<Measurement> measured(ReportReading r, SentenceReading s, Role role) {
    return r.budget()
        .first(
            MAX_SIZES, measurements.in(s.words()).stream().filter(m -> m.role() == role).toList());
  }

  /** "ET tube tip 4 cm above the carina": where a tube is, not where it should be. */
  private Optional<MeasuredThing> distance(
      SentenceReading s, Measurement m, List<Candidate> candidates) {
    boolean stated =
        s.scopes().polarity(m.first()) == Polarity.AFFIRMED
            && s.scopes().certainty(m.first()) == Certainty.CERTAIN;
    return candidates.stream()
        .filter(c -> stated && c.isAt(s.words(), m) && c.last() < m.first())
        .filter(c -> s.words().part(c.last()) == s.words().part(m.first()))
        .reduce((first, last) -> last)
        .map(c -> thing(s, m, c, true, null));
  }

  /** Whether a sentence that begins with this word can go on with the finding before it. */
  public boolean pronoun(String word) {
    return words.pronouns().contains(word);
  }

  /** Whether a thing is one that the report named before: "the right upper lobe nodule". */
  public boolean definite(MeasuredThing thing) {
    WordTokens t = thing.sentence().words();
    if (thing.before() != null) {
      return false;
    }
    int first = Math.min(thing.first(), thing.measurement().first());
    for (int i = first - 1; i >= 0 && i >= first - BEHIND && t.clause(i) == t.clause(first); i--) {
      if (words.definite().contains(t.word(i)) || words.stops().contains(t.word(i))) {
        return words.definite().contains(t.word(i));
      }
    }
    return false;
  }

  private List<Candidate> candidates(SentenceReading s) {
    List<Candidate> found = new ArrayList<>();
    List<Terms.Hit> hits = names.in(s.words());
    int next = 0;
    int named = -1;
    for (Mention m : s.mentions()) {
      if (m.kind() != MentionKind.FINDING) {
        continue;
      }
      // both are in order of the text
      while (next < hits.size() && hits.get(next).last() < m.first()) {
        next = named == next ? next + 1 : add(s, hits.get(next), next, found);
      }
      boolean overlaps = next < hits.size() && hits.get(next).first() <= m.last();
      found.add(
          new Candidate(
              m, overlaps ? named(s.words(), hits.get(next)) : null, m.first(), m.last()));
      named = overlaps ? next : named;
    }
    while (next < hits.size()) {
      next = named == next ? next + 1 : add(s, hits.get(next), next, found);
    }
    return found;
  }

  /** Adds what a hit names; returns the position of the next hit. */
  private int add(SentenceReading s, Terms.Hit hit, int at, List<Candidate> found) {
    found.add(new Candidate(null, named(s.words(), hit), hit.first(), hit.last()));
    return at + 1;
  }

  /** The thing that words name: a "nodule", or, near "lung", one with narrower limits. */
  private Thing named(WordTokens t, Terms.Hit hit) {
    for (Placed p : placed) {
      boolean name = false;
      for (int i = hit.first(); i <= hit.last(); i++) {
        name |= p.terms().at(t, i) != null;
      }
      if (name && Window.around(t, hit.first(), hit.last(), NEAR).inPart().has(p.where())) {
        return p.thing();
      }
    }
    return things.get(hit.id());
  }

  private @Nullable MeasuredThing thing(
      SentenceReading s,
      List<Measurement> sizes,
      int i,
      List<Candidate> candidates,
      @Nullable SentenceReading before) {
    Measurement m = sizes.get(i);
    int end = i + 1 < sizes.size() ? sizes.get(i + 1).first() : s.words().size();
    Candidate own = behind(s.words(), m, end, candidates);
    if (own != null) {
      return thing(s, m, own, true, null);
    }
    own = inFront(s.words(), sizes, i, candidates);
    if (own != null) {
      return thing(s, m, own, linked(s.words(), own.last() + 1, m.first()), null);
    }
    boolean goesOn =
        before != null
            && before.section() == s.section()
            && words.pronouns().contains(s.words().word(0))
            && linked(s.words(), 0, m.first());
    if (!goesOn) {
      return null;
    }
    List<Candidate> earlier = candidates(before);
    earlier.removeIf(
        c -> c.organ() || c.distance() || c.mention() != null && !c.mention().present());
    return earlier.isEmpty() ? null : thing(s, m, earlier.get(earlier.size() - 1), true, before);
  }

  private MeasuredThing thing(
      SentenceReading s,
      Measurement m,
      Candidate c,
      boolean direct,
      @Nullable SentenceReading before) {
    Thing named = c.thing();
    boolean own = named != null && (named.family() != null || named.organ() || c.mention() == null);
    String family = own ? named.same() : c.mention().family();
    Limits limits = c.thing() == null ? null : c.thing().limits();
    int first = c.organ() ? withAdjective(s.words(), c.first()) : c.first();
    return new MeasuredThing(
        s, m, c.mention(), family, limits, c.organ(), direct, before, first, c.last());
  }

  /** "right kidney" for "kidney". */
  private int withAdjective(WordTokens t, int first) {
    int i = first - 1;
    boolean adjective =
        i >= 0
            && t.clause(i) == t.clause(first)
            && !words.definite().contains(t.word(i))
            && !words.stops().contains(t.word(i));
    return adjective ? i : first;
  }

  /** "8 mm calcified nodule": the last of the names that follow. */
  private @Nullable Candidate behind(
      WordTokens t, Measurement m, int end, List<Candidate> candidates) {
    Candidate found = null;
    int i = m.last() + 1;
    while (i < end && i <= m.last() + BEHIND && t.clause(i) == t.clause(m.last())) {
      Candidate here = at(candidates, i);
      boolean stop = words.stops().contains(t.word(i));
      if (here == null && (stop || found != null)) {
        return found;
      }
      if (here != null && !here.organ()) {
        found = here;
      }
      i = here == null ? i + 1 : here.last() + 1;
    }
    return found;
  }

  private static @Nullable Candidate at(List<Candidate> candidates, int i) {
    for (Candidate c : candidates) {
      if (c.first() == i) {
        return c;
      }
    }
    return null;
  }

  /** "nodule in the right lung measuring 8 mm", "the liver measures 16 cm". */
  private @Nullable Candidate inFront(
      WordTokens t, List<Measurement> sizes, int index, List<Candidate> candidates) {
    Measurement m = sizes.get(index);
    boolean whole = whole(t, m.last() + 1);
    int from = m.first();
    for (int k = index - 1; k >= 0; k--) {
      // "nodules of 4 mm and 6 mm" are of one name, "6 mm nodule in the liver of 16 cm" is not
      Measurement other = sizes.get(k);
      if (!joined(t, other.last() + 1, from)) {
        return nearest(t, other.last(), from, whole, candidates);
      }
      from = other.first();
    }
    return nearest(t, -1, from, whole, candidates);
  }

  /** The last name between two words that a size can belong to. */
  private @Nullable Candidate nearest(
      WordTokens t, int after, int before, boolean whole, List<Candidate> candidates) {
    for (int k = candidates.size() - 1; k >= 0; k--) {
      Candidate c = candidates.get(k);
      if (c.last() >= before || c.first() <= after) {
        continue;
      }
      boolean label = before == 0 || t.part(before) != t.part(before - 1);
      boolean part =
          t.part(c.last()) == t.part(before) || label && t.part(c.last()) + 1 == t.part(before);
      if (!part) {
        return null;
      }
      if (!c.organ() || whole && linked(t, c.last() + 1, before) && !within(t, c)) {
        return c;
      }
    }
    return null;
  }

  /** Whether a size ends a phrase: "the liver with a 5 mm ..." is no size of the liver. */
  private boolean whole(WordTokens t, int next) {
    return next == t.size()
        || t.clause(next) != t.clause(next - 1)
        || words.stops().contains(t.word(next))
        || words.linkers().contains(t.word(next));
  }

  /** "lesion of the liver", "at the left kidney": not the organ is measured. */
  private boolean within(WordTokens t, Candidate c) {
    if (words.linkers().contains(t.word(c.last()))) {
      return false; // "with a left atrial diameter"
    }
    int first = c.first();
    for (int i = first - 1; i >= 0 && i >= first - WITHIN; i--) {
      if (words.within().contains(t.word(i))) {
        return i == 0 || !words.linkers().contains(t.word(i - 1));
      }
    }
    return false;
  }

  private boolean linked(WordTokens t, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!words.linkers().contains(t.word(i)) && !words.pronouns().contains(t.word(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean joined(WordTokens t, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!words.joins().contains(t.word(i))) {
        return false;
      }
    }
    return true;
  }
}
