package org.radiologytrust.check.tables;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.check.tables.Advice.Interval;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.mentions.Polarity;
import org.radiologytrust.text.mentions.RecommendationReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Finds what a report advises. The words are in {@code advice.yaml}. */
final class AdviceReader {
  private static final String NONE = "nothing further";

  /** How many words may stand between an interval and what it is for ("12 month low dose CT"). */
  private static final int NEAR = 2;

  private record Words(
      Map<String, List<String>> kinds,
      @MayBeEmpty Terms asks,
      @MayBeEmpty Terms begins,
      @MayBeEmpty Terms notAdvice,
      @MayBeEmpty Map<String, Double> units,
      @MayBeEmpty Map<String, Integer> numbers,
      @MayBeEmpty Set<String> joins,
      @MayBeEmpty Set<String> before,
      @MayBeEmpty Set<String> behind) {}

  private final Words words;
  private final Terms kinds;
  private final RecommendationReader recommendations;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  AdviceReader(SiteFiles files) {
    String file = "advice.yaml";
    words = files.words(file, new TypeReference<Words>() {});
    kinds = Terms.of(files, file, words.kinds());
    recommendations = new RecommendationReader(files);
  }

  /** Whether a table can name an advice so: a kind, or an interval in months. */
  boolean known(String item) {
    return Interval.written(item) || words.kinds().containsKey(item);
  }

  /** What the sentences that make statements advise, in order of the text. */
  List<Advice> in(ReportReading r) {
    List<Advice> found = new ArrayList<>();
    for (SentenceReading s : r.stated()) {
      Advice advice = in(s);
      if (!advice.kinds().isEmpty() || !advice.intervals().isEmpty()) {
        found.add(advice);
      }
    }
    return found;
  }

  /**
   * The first advice that contradicts a row of a table; empty if any other may fit it.
   *
   * @param fits advice of the row
   * @param against advice that the row speaks against
   */
  Optional<Advice> against(
      AssessmentTable table, ReportReading r, @Nullable Set<String> fits, Set<String> against) {
    List<Advice> all = in(r);
    if (fits != null && all.stream().anyMatch(advice -> advice.fits(fits))) {
      return Optional.empty();
    }
    Terms elsewhere = table.elsewhere();
    return all.stream()
        .filter(Advice::certain)
        .filter(a -> elsewhere == null || !elsewhere.anyIn(a.sentence().words()))
        .filter(a -> a.is(against))
        .findFirst();
  }

  private Advice in(SentenceReading s) {
    WordTokens t = s.words();
    Set<String> named = new HashSet<>();
    for (Terms.Hit hit : kinds.in(t)) {
      if (hit.id().equals(NONE) || s.scopes().polarity(hit.first()) == Polarity.AFFIRMED) {
        named.add(hit.id());
      }
    }
    List<Interval> intervals = intervals(t);
    boolean advises = named.contains(NONE) || begins(t) || asks(s);
    boolean certain = advises && !words.notAdvice().anyIn(t) && !t.question();
    return new Advice(s, named, intervals, certain);
  }

  private boolean asks(SentenceReading s) {
    return words.asks().anyIn(s.words()) || recommendations.asks(s);
  }

  /** Whether a clause of the sentence begins with a word by which reports advise. */
  private boolean begins(WordTokens t) {
    return IntStream.range(0, t.size())
        .filter(i -> i == 0 || t.clause(i) != t.clause(i - 1))
        .anyMatch(i -> words.begins().at(t, i) != null);
  }

  private List<Interval> intervals(WordTokens t) {
    List<Interval> found = new ArrayList<>();
    for (int i = 1; i < t.size(); i++) {
      Double unit = words.units().get(t.word(i));
      Interval interval = unit == null ? null : interval(t, i, unit);
      if (interval != null) {
        found.add(interval);
      }
    }
    return found;
  }

  /** The numbers before a unit: "3-6 months", "6 and 12 months", "one year". */
  private @Nullable Interval interval(WordTokens t, int at, double unit) {
    int first = at;
    double from = Double.MAX_VALUE;
    double to = 0;
    for (int i = at - 1; i >= 0; i--) {
      Double number = number(t.word(i));
      if (number == null && !(first < at && words.joins().contains(t.word(i)))) {
        break;
      }
      if (number != null) {
        from = Math.min(from, number * unit);
        to = Math.max(to, number * unit);
        first = i;
      }
    }
    boolean due =
        first < at
            && (Window.before(t, first, 1).has(words.before()::contains)
                || Window.behind(t, at, NEAR).inClause().has(words.behind()::contains));
    return due ? new Interval(from, to) : null;
  }

  private @Nullable Double number(String word) {
    Integer named = words.numbers().get(word);
    if (named != null) {
      return named.doubleValue();
    }
    boolean digits = word.length() <= 2 && word.chars().allMatch(Character::isDigit);
    return digits ? Double.valueOf(word) : null;
  }
}
