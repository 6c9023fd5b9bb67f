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
import org.radiologytrust.text.words.Window;
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

  /** How many words may stand between "EDD" and its date. */
  private static final int EXPECTED = 8;

  /** "The prior study showed": the subject is one of these words. */
  private static final int SUBJECT = 2;

  private record Words(
      Terms prior,
      Terms study,
      @MayBeEmpty Terms priors,
      @MayBeEmpty Set<String> measured,
      Terms comparing,
      Terms leading,
      @MayBeEmpty Terms datedAfter,
      @MayBeEmpty Terms expected,
      @MayBeEmpty Set<String> articles,
      @MayBeEmpty Terms earlierTime,
      @MayBeEmpty Terms phrases,
      @MayBeEmpty Terms asking,
      @MayBeEmpty Terms notComparing,
      Terms none,
      @MayBeEmpty Terms exceptNone,
      @MayBeEmpty Terms noneWith,
      @MayBeEmpty Terms no,
      @MayBeEmpty Terms addendum) {}

  /** Words {@code first} to {@code last} (inclusive) of a sentence. */
  public record Phrase(int first, int last) {}

  private final Words words;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Comparisons(SiteFiles files) {
    words = files.words("comparison.yaml", new TypeReference<Words>() {});
  }

  /**
   * The first words that compare with an earlier study; {@code null} if there are none, or if the
   * sentence only asks for a comparison.
   *
   * @param dates the dates of the sentence
   */
  public @Nullable Phrase in(WordTokens t, List<DateMention> dates) {
    if (words.asking().anyIn(t) || words.notComparing().anyIn(t)) {
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
    return t.size() > 0 && words.comparing().at(t, 0) != null && !words.asking().anyIn(t);
  }

  /** Whether a sentence of the section COMPARISON names a study, or something like it. */
  public boolean namesStudy(WordTokens t) {
    return words.study().anyIn(t) || words.exceptNone().anyIn(t);
  }

  private @Nullable Phrase at(WordTokens t, int i, Map<Integer, Integer> dates) {
    Terms.Hit phrase = words.phrases().at(t, i);
    Terms.Hit link = words.comparing().at(t, i);
    boolean compares = link != null;
    link = compares ? link : words.leading().at(t, i);
    int end = link == null ? -1 : target(t, link.last() + 1, compares, dates);
    if (link != null && end < 0 && words.datedAfter().at(t, i) != null) {
      end = dates.getOrDefault(link.last() + 1, -1);
    }
    if (end < 0 && i < SUBJECT) {
      end = study(t, i);
    }
    if (end < 0 && words.measured().contains(t.word(i)) && number(t, i + 1)) {
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
      Terms.Hit alone = words.priors().at(t, i);
      if (alone != null && (compares || ends(t, alone.last()))) {
        return alone.last();
      }
      Terms.Hit time = words.earlierTime().at(t, i);
      if (time != null) {
        return time.last();
      }
      int date = compares ? dates.getOrDefault(i, -1) : -1;
      if (date >= 0) {
        return date;
      }
      boolean article =
          words.articles().contains(t.word(i)) || words.study().at(t, i) != null || number(t, i);
      if (!article || i > from && t.clause(i) != t.clause(i - 1)) {
        return -1;
      }
    }
    return -1;
  }

  /** The last word of "prior study", "previous chest radiograph"; -1 if there is none. */
  private int study(WordTokens t, int i) {
    Terms.Hit first = words.prior().at(t, i);
    if (first == null) {
      return -1;
    }
    for (int k = first.last() + 1; k < t.size() && k <= first.last() + 1 + BETWEEN; k++) {
      Terms.Hit named = t.clause(k) == t.clause(i) ? words.study().at(t, k) : null;
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

  /** The dates of a sentence that can be of a study: not when a birth is expected. */
  public List<DateMention> ofStudies(WordTokens t, List<DateMention> dates) {
    return dates.stream()
        .filter(
            date ->
                !Window.before(t, date.first(), EXPECTED)
                    .until(i -> ends(t.gap(i + 1)))
                    .has(words.expected()))
        .toList();
  }

  /** Whether a statement ends here. A colon only ends the name of its value. */
  private static boolean ends(String gap) {
    return gap.chars().anyMatch(c -> ";.?!".indexOf(c) >= 0);
  }

  /** The dates of a sentence that an earlier study has: "compared with the CT of 3/12/26". */
  public List<DateMention> dated(WordTokens t, List<DateMention> dates) {
    List<DateMention> found = new ArrayList<>();
    if (dates.isEmpty() || words.asking().anyIn(t)) {
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
      Terms.Hit named = t.part(i) == t.part(date.first()) ? words.study().at(t, i) : null;
      if (named != null && leads(t, named.last() + 1, date.first())) {
        return true;
      }
    }
    return false;
  }

  private boolean leads(WordTokens t, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!words.articles().contains(t.word(i)) && words.leading().at(t, i) == null) {
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
        if (t.part(i) + 1 == t.part(date.first()) && words.prior().at(t, i) != null) {
          return true;
        }
        continue;
      }
      Terms.Hit link = words.comparing().at(t, i);
      boolean since = words.datedAfter().at(t, i) != null || words.phrases().at(t, i) != null;
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
    if (words.exceptNone().anyIn(t)) {
      return null;
    }
    for (int i = 0; i < t.size() && i <= START; i++) {
      Terms.Hit hit = words.none().at(t, i);
      if (hit != null) {
        return new Phrase(hit.first(), hit.last());
      }
    }
    return null;
  }

  /** The same for a sentence elsewhere: "There are no prior studies for comparison". */
  public @Nullable Phrase noneElsewhere(WordTokens t) {
    for (int i = 0; i < t.size(); i++) {
      Terms.Hit hit = words.no().at(t, i);
      int end = hit == null ? -1 : noStudy(t, hit.last() + 1);
      if (end >= 0 && words.noneWith().anyIn(t) && !words.exceptNone().anyIn(t)) {
        return new Phrase(i, end);
      }
    }
    return null;
  }

  private int noStudy(WordTokens t, int i) {
    int end = i < t.size() ? study(t, i) : -1;
    Terms.Hit alone = i < t.size() ? words.priors().at(t, i) : null;
    return end < 0 && alone != null ? alone.last() : end;
  }

  /** Whether a sentence begins an addendum. */
  public boolean addendum(WordTokens t) {
    return t.size() > 0 && words.addendum().at(t, 0) != null;
  }
}
