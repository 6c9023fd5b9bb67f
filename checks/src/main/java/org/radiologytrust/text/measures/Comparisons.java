package org.radiologytrust.text.measures;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds where sentences compare with an earlier study. The words are in {@code comparison.yaml}.
 */
public final class Comparisons {
  /** How many words may stand between "prior" and "study". */
  private static final int BETWEEN = 3;

  /** How many words may stand between "compared with" and the study. */
  private static final int TO_STUDY = 6;

  private static final int START = 3;

  /** How many words may stand between words of a comparison and its date. */
  private static final int BEFORE = 25;

  /** "The prior study showed": the subject is one of these words. */
  private static final int SUBJECT = 2;

  private record Words(
      List<String> prior,
      List<String> study,
      @MayBeEmpty List<String> priors,
      @MayBeEmpty Set<String> measured,
      List<String> comparing,
      List<String> leading,
      @MayBeEmpty List<String> datedAfter,
      @MayBeEmpty Set<String> articles,
      @MayBeEmpty List<String> earlierTime,
      @MayBeEmpty List<String> phrases,
      @MayBeEmpty List<String> asking,
      @MayBeEmpty List<String> notComparing,
      List<String> none,
      @MayBeEmpty List<String> exceptNone,
      @MayBeEmpty List<String> noneWith,
      @MayBeEmpty List<String> no,
      @MayBeEmpty List<String> addendum) {}

  /** Words {@code first} to {@code last} (inclusive) of a sentence. */
  public record Phrase(int first, int last) {}

  private final Terms prior;
  private final Terms study;
  private final Terms priors;
  private final Set<String> measured;
  private final Terms comparing;
  private final Terms leading;
  private final Terms datedAfter;
  private final Set<String> articles;
  private final Terms earlierTime;
  private final Terms phrases;
  private final Terms asking;
  private final Terms notComparing;
  private final Terms none;
  private final Terms exceptNone;
  private final Terms noneWith;
  private final Terms no;
  private final Terms addendum;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Comparisons(SiteFiles files) {
    Words w = files.words("comparison.yaml", new TypeReference<Words>() {});
    prior = Terms.of(w.prior());
    study = Terms.of(w.study());
    priors = Terms.of(w.priors());
    measured = w.measured();
    comparing = Terms.of(w.comparing());
    leading = Terms.of(w.leading());
    datedAfter = Terms.of(w.datedAfter());
    articles = w.articles();
    earlierTime = Terms.of(w.earlierTime());
    phrases = Terms.of(w.phrases());
    asking = Terms.of(w.asking());
    notComparing = Terms.of(w.notComparing());
    none = Terms.of(w.none());
    exceptNone = Terms.of(w.exceptNone());
    noneWith = Terms.of(w.noneWith());
    no = Terms.of(w.no());
    addendum = Terms.of(w.addendum());
  }

  /**
   * The first words that compare with an earlier study; {@code null} if there are none, or if the
   * sentence only asks for a comparison.
   *
   * @param dates the dates of the sentence
   */
  public @Nullable Phrase in(WordTokens t, List<DateMention> dates) {
    if (asking.anyIn(t) || notComparing.anyIn(t)) {
      return null;
    }
    Map<Integer, Integer> dated = new HashMap<>();
    dates.forEach(date -> dated.put(date.first(), date.last()));
    for (int i = 0; i < t.size(); i++) {
      Phrase phrase = at(t, i, dated);
      if (phrase != null) {
        return phrase;
      }
    }
    return null;
  }

  /** Whether a sentence says that a comparison was made: "Comparison is made with the CT". */
  public boolean statement(WordTokens t) {
    return t.size() > 0 && comparing.at(t, 0) != null && !asking.anyIn(t);
  }

  /** Whether a sentence of the section COMPARISON names a study, or something like it. */
  public boolean namesStudy(WordTokens t) {
    return study.anyIn(t) || exceptNone.anyIn(t);
  }

  private @Nullable Phrase at(WordTokens t, int i, Map<Integer, Integer> dates) {
    Terms.Hit phrase = phrases.at(t, i);
    Terms.Hit link = comparing.at(t, i);
    boolean compares = link != null;
    link = compares ? link : leading.at(t, i);
    int end = link == null ? -1 : target(t, link.last() + 1, compares, dates);
    if (link != null && end < 0 && datedAfter.at(t, i) != null) {
      end = dates.getOrDefault(link.last() + 1, -1);
    }
    if (end < 0 && i < SUBJECT) {
      end = study(t, i);
    }
    if (end < 0 && measured.contains(t.word(i)) && number(t, i + 1)) {
      end = i + 1;
    }
    if (end >= 0 && (phrase == null || end > phrase.last())) {
      return new Phrase(i, end);
    }
    return phrase == null ? null : new Phrase(phrase.first(), phrase.last());
  }

  /**
   * The last word of the study that begins within a few words: "the previous chest radiograph",
   * "prior", and behind "compared with" also a date or "yesterday". -1 if there is none.
   */
  private int target(WordTokens t, int from, boolean compares, Map<Integer, Integer> dates) {
    for (int i = from; i < t.size() && i <= from + TO_STUDY; i++) {
      int named = study(t, i);
      if (named >= 0) {
        return named;
      }
      Terms.Hit alone = priors.at(t, i);
      if (alone != null && (compares || ends(t, alone.last()))) {
        return alone.last();
      }
      Terms.Hit time = earlierTime.at(t, i);
      if (time != null) {
        return time.last();
      }
      int date = compares ? dates.getOrDefault(i, -1) : -1;
      if (date >= 0) {
        return date;
      }
      boolean article = articles.contains(t.word(i)) || study.at(t, i) != null || number(t, i);
      if (!article || i > from && t.clause(i) != t.clause(i - 1)) {
        return -1;
      }
    }
    return -1;
  }

  /** The last word of "prior study", "previous chest radiograph"; -1 if there is none. */
  private int study(WordTokens t, int i) {
    Terms.Hit first = prior.at(t, i);
    if (first == null) {
      return -1;
    }
    for (int k = first.last() + 1; k < t.size() && k <= first.last() + 1 + BETWEEN; k++) {
      Terms.Hit named = t.clause(k) == t.clause(i) ? study.at(t, k) : null;
      if (named != null) {
        return named.last();
      }
    }
    return -1;
  }

  private static boolean number(WordTokens t, int i) {
    return i < t.size() && Character.isDigit(t.word(i).charAt(0));
  }

  private static boolean ends(WordTokens t, int i) {
    return i + 1 == t.size() || t.clause(i + 1) != t.clause(i);
  }

  /** The dates of a sentence that an earlier study has: "compared with the CT of 3/12/26". */
  public List<DateMention> dated(WordTokens t, List<DateMention> dates) {
    List<DateMention> found = new ArrayList<>();
    if (dates.isEmpty() || asking.anyIn(t)) {
      return found;
    }
    for (DateMention date : dates) {
      if (names(t, date)) {
        found.add(date);
      }
    }
    return found;
  }

  /** Whether a sentence names a study by its date: "the film of 3/12/26". */
  public boolean datedStudy(WordTokens t, List<DateMention> dates) {
    return dates.stream().anyMatch(date -> ofStudy(t, date));
  }

  private boolean ofStudy(WordTokens t, DateMention date) {
    for (int i = Math.max(0, date.first() - TO_STUDY); i < date.first(); i++) {
      Terms.Hit named = t.part(i) == t.part(date.first()) ? study.at(t, i) : null;
      if (named != null && leads(t, named.last() + 1, date.first())) {
        return true;
      }
    }
    return false;
  }

  private boolean leads(WordTokens t, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!articles.contains(t.word(i)) && leading.at(t, i) == null) {
        return false;
      }
    }
    return true;
  }

  /** Whether words of a comparison or a prior study are before a date, in its part. */
  private boolean names(WordTokens t, DateMention date) {
    for (int i = Math.max(0, date.first() - BEFORE); i < date.first(); i++) {
      if (t.part(i) != t.part(date.first())) {
        // "Comparison: 3/12/26"
        if (t.part(i) + 1 == t.part(date.first()) && prior.at(t, i) != null) {
          return true;
        }
        continue;
      }
      Terms.Hit link = comparing.at(t, i);
      boolean since = datedAfter.at(t, i) != null || phrases.at(t, i) != null;
      if (link != null || since || study(t, i) >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * The words by which a sentence of the section COMPARISON says that there is no earlier study;
   * {@code null} if it does not.
   */
  public @Nullable Phrase none(WordTokens t) {
    if (exceptNone.anyIn(t)) {
      return null;
    }
    for (int i = 0; i < t.size() && i <= START; i++) {
      Terms.Hit hit = none.at(t, i);
      if (hit != null) {
        return new Phrase(hit.first(), hit.last());
      }
    }
    return null;
  }

  /** The same for a sentence elsewhere: "There are no prior studies for comparison". */
  public @Nullable Phrase noneElsewhere(WordTokens t) {
    for (int i = 0; i < t.size(); i++) {
      Terms.Hit hit = no.at(t, i);
      int end = hit == null ? -1 : noStudy(t, hit.last() + 1);
      if (end >= 0 && noneWith.anyIn(t) && !exceptNone.anyIn(t)) {
        return new Phrase(i, end);
      }
    }
    return null;
  }

  private int noStudy(WordTokens t, int i) {
    int end = i < t.size() ? study(t, i) : -1;
    Terms.Hit alone = i < t.size() ? priors.at(t, i) : null;
    return end < 0 && alone != null ? alone.last() : end;
  }

  /** Whether a sentence begins an addendum. */
  public boolean addendum(WordTokens t) {
    return t.size() > 0 && addendum.at(t, 0) != null;
  }
}
