package org.radiologytrust.text.mentions;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Finds the sentences that recommend images. Thread-safe. */
public final class RecommendationReader {
  private static final String FILE = "recommendations.yaml";

  /** How many words may stand between "repeat" and the images. */
  private static final int NEAR = 4;

  /** A longer sentence without a word that asks tells something else. */
  private static final int FRAGMENT = 10;

  private record Words(
      @MayBeEmpty Terms asks,
      @MayBeEmpty Terms followUp,
      @MayBeEmpty Terms again,
      @MayBeEmpty Terms further,
      @MayBeEmpty Terms now,
      @MayBeEmpty Terms modalities,
      @MayBeEmpty Terms imaging,
      @MayBeEmpty Terms others,
      @MayBeEmpty Terms not,
      @MayBeEmpty Set<String> units,
      @MayBeEmpty Set<String> numbers,
      @MayBeEmpty Terms times,
      @MayBeEmpty Terms conditions,
      @MayBeEmpty Terms ends) {}

  private final Words words;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public RecommendationReader(SiteFiles files) {
    words = files.words(FILE, new TypeReference<Words>() {});
  }

  /**
   * The recommendations of the sections that make statements, one for a sentence. What the next
   * sentence of the section adds (kind of images, interval, condition) counts as said.
   */
  public List<Recommendation> read(ReportReading r) {
    List<Recommendation> found = new ArrayList<>();
    List<SentenceReading> stated = r.stated();
    for (int i = 0; i < stated.size(); i++) {
      SentenceReading s = stated.get(i);
      SentenceReading next =
          i + 1 < stated.size() && stated.get(i + 1).section() == s.section()
              ? stated.get(i + 1)
              : null;
      Recommendation one = read(s, next);
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }

  /**
   * What a sentence asks for, now or later, of whomever: the kind of images, else somebody's part
   * or a further evaluation; and when. Empty if it asks for nothing of these.
   */
  public Optional<String> asked(SentenceReading s) {
    WordTokens t = s.words();
    if (!asks(s) || words.not().anyIn(t)) {
      return Optional.empty();
    }
    Evidence interval = interval(t);
    return Stream.of(words.modalities(), words.others(), words.further(), words.imaging())
        .flatMap(terms -> Stream.ofNullable(evidence(terms, t)))
        .findFirst()
        .map(what -> what.value() + ", " + (interval == null ? "" : interval.value()));
  }

  /** Whether a sentence has a word that asks for something, or its section does. */
  public boolean asks(SentenceReading s) {
    return s.section() == Section.RECOMMENDATION || words.asks().anyIn(s.words());
  }

  private @Nullable Recommendation read(SentenceReading s, @Nullable SentenceReading next) {
    WordTokens t = s.words();
    boolean asked = asks(s) || fragment(s);
    if (!asked || words.not().anyIn(t) || words.others().anyIn(t) || hidden(t)) {
      return null;
    }
    Terms.Hit general = first(words.further(), t);
    Terms.Hit later = words.now().anyIn(t) ? null : later(t);
    Terms.Hit hit = later == null ? general : later;
    if (hit == null || s.scopes().polarity(hit.first()) == Polarity.DENIED) {
      return null;
    }
    Evidence modality = evidence(words.modalities(), t);
    boolean object = modality != null || general != null || words.imaging().anyIn(t);
    boolean bare = later != null && words.followUp().at(t, later.first()) != null;
    if (!object && !bare) {
      return null;
    }
    Evidence interval = interval(t);
    Evidence condition = evidence(words.conditions(), t);
    if (condition == null && !object) {
      condition = evidence(words.ends(), t);
    }
    if (next != null) {
      WordTokens n = next.words();
      boolean goesOn = s.section() == Section.RECOMMENDATION || words.asks().anyIn(n);
      modality = modality == null && goesOn ? evidence(words.modalities(), n) : modality;
      interval = interval == null ? interval(n) : interval;
    }
    return new Recommendation(
        Evidence.of(t.sentence()),
        t.evidence(hit.first(), hit.last()),
        later != null,
        general != null || later != null && interval != null,
        modality,
        interval,
        condition);
  }

  /**
   * Whether an impression says it without a verb: "nodule; CT follow-up", "surveillance in 1 year".
   */
  private boolean fragment(SentenceReading s) {
    WordTokens t = s.words();
    if (t.size() > FRAGMENT) {
      return false;
    }
    for (Terms.Hit hit : words.followUp().in(t)) {
      int before = hit.first() - 1;
      boolean images =
          before >= 0
              && (words.modalities().at(t, before) != null
                  || words.imaging().at(t, before) != null);
      boolean end = images && hit.last() == t.size() - 1;
      boolean start = before < 0 && interval(t) != null;
      if ((end || start) && s.section() == Section.IMPRESSION) {
        return true;
      }
    }
    return false;
  }

  /** Whether de-identification hides a word, which may be the modality or the interval. */
  private static boolean hidden(WordTokens t) {
    for (int i = 0; i < t.size(); i++) {
      if (t.word(i).length() > 2 && t.word(i).chars().allMatch(c -> c == 'x')) {
        return true;
      }
    }
    return false;
  }

  /** The first words that mean later or again. */
  private Terms.@Nullable Hit later(WordTokens t) {
    Terms.Hit follow = first(words.followUp(), t);
    if (follow != null) {
      return follow;
    }
    for (Terms.Hit hit : words.again().in(t)) {
      Window behind = Window.behind(t, hit.last(), NEAR);
      if (behind.has(words.modalities()) || behind.has(words.imaging())) {
        return hit;
      }
    }
    return null;
  }

  private static Terms.@Nullable Hit first(Terms terms, WordTokens t) {
    return terms.in(t).stream().findFirst().orElse(null);
  }

  private static @Nullable Evidence evidence(Terms terms, WordTokens t) {
    Terms.Hit hit = first(terms, t);
    return hit == null ? null : t.evidence(hit.first(), hit.last());
  }

  /** A number with a unit of time ("3-6 months", "one year"), a date, or another word for when. */
  private @Nullable Evidence interval(WordTokens t) {
    for (int i = 1; i < t.size(); i++) {
      boolean date = t.gap(i).equals("/") && number(t, i - 1) && number(t, i);
      if (words.units().contains(t.word(i)) && amount(t, i - 1) || date) {
        return t.evidence(i - 1, i);
      }
    }
    return evidence(words.times(), t);
  }

  private boolean amount(WordTokens t, int i) {
    return words.numbers().contains(t.word(i)) || number(t, i);
  }

  private static boolean number(WordTokens t, int i) {
    return t.word(i).chars().allMatch(Character::isDigit);
  }
}
