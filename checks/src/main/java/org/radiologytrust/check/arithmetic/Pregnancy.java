package org.radiologytrust.check.arithmetic;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.MayBeEmpty;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.text.measures.DateMention;
import org.radiologytrust.text.measures.DateMention.Precision;
import org.radiologytrust.text.measures.Dates;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.mentions.SentenceReading;
import org.radiologytrust.text.words.Terms;
import org.radiologytrust.text.words.Window;
import org.radiologytrust.text.words.WordTokens;

/** Finds the dates and the weeks of a pregnancy. The words are in {@code pregnancy.yaml}. */
final class Pregnancy {
  /** How many words may stand between the name of a date and the date. */
  private static final int BEFORE = 8;

  /** How many words of "by LMP" stand before "LMP". */
  private static final int BASIS = 3;

  /** How many words on each side of weeks can say what they are. */
  private static final int NEAR = 8;

  private static final int DAYS_OF_WEEK = 7;

  /** Fewer weeks are an interval, more are no pregnancy. */
  private static final int FEWEST = 4;

  private static final int MOST = 43;

  private static final Pattern SHORT = Pattern.compile("(\\d{1,2})w(?:(\\d)d?)?");

  /** What a statement is about. */
  enum Kind {
    LMP,
    EXPECTED,
    AGE
  }

  /** What it rests on. */
  enum Basis {
    DATES,
    ULTRASOUND,
    /** Set before this study: nothing of this study need fit it. */
    SET_BEFORE,
    UNKNOWN
  }

  /**
   * A date or an age.
   *
   * @param days the days that a date can be; empty for an age
   * @param age in days; 0 for a date
   */
  record Stated(Kind kind, Basis basis, Set<LocalDate> days, int age, Evidence words) {}

  private record Words(
      Terms lmp,
      Terms expected,
      Terms age,
      @MayBeEmpty Terms byDates,
      @MayBeEmpty Terms byUltrasound,
      @MayBeEmpty Terms set,
      @MayBeEmpty Set<String> weeks,
      @MayBeEmpty Set<String> days,
      @MayBeEmpty Set<String> and,
      @MayBeEmpty Set<String> not,
      @MayBeEmpty Terms elsewhere) {}

  private final Words words;
  private final Dates dates;

  Pregnancy(SiteFiles files, Dates dates) {
    words = files.words("pregnancy.yaml", new TypeReference<Words>() {});
    this.dates = dates;
  }

  /**
   * What a report states of its pregnancy, in order of the text.
   *
   * @param near the day of the study
   */
  List<Stated> in(ReportReading r, LocalDate near) {
    List<Stated> found = new ArrayList<>();
    for (SentenceReading s : r.sentences()) {
      WordTokens t = s.words();
      boolean dated = words.lmp().anyIn(t) || words.expected().anyIn(t);
      if ((dated || words.age().anyIn(t)) && !words.elsewhere().anyIn(t)) {
        dates(t, near, found);
        ages(t, found);
      }
    }
    return found;
  }

  private void dates(WordTokens t, LocalDate near, List<Stated> found) {
    int from = 0;
    for (DateMention date : dates.in(t, near)) {
      Kind kind = kind(t, Math.max(from, date.first() - BEFORE), date.first());
      from = date.last() + 1;
      if (kind != null && date.precision() == Precision.DAY) {
        found.add(
            new Stated(
                kind,
                kind == Kind.LMP ? Basis.DATES : basis(t),
                new HashSet<>(date.readings().values()),
                0,
                t.evidence(date.first(), date.last())));
      }
    }
  }

  /** What a date is of: the name that stands nearest before it; "EDD by LMP" is one name. */
  private @Nullable Kind kind(WordTokens t, int from, int date) {
    Kind kind = null;
    for (int i = date - 1; i >= from; i--) {
      if (words.expected().at(t, i) != null) {
        return Kind.EXPECTED;
      }
      if (words.lmp().at(t, i) != null) {
        kind = Kind.LMP;
        if (!followsDates(t, i)) {
          return kind;
        }
      }
    }
    return kind;
  }

  /** Whether "LMP" is the end of "by LMP", which names no date. */
  private boolean followsDates(WordTokens t, int lmp) {
    for (int i = Math.max(0, lmp - BASIS); i < lmp; i++) {
      Terms.Hit hit = words.byDates().at(t, i);
      if (hit != null && hit.last() >= lmp) {
        return true;
      }
    }
    return false;
  }

  private void ages(WordTokens t, List<Stated> found) {
    for (int i = 0; i < t.size(); i++) {
      Matcher glued = SHORT.matcher(t.word(i));
      int age = 0;
      int last = i;
      if (glued.matches()) {
        age = Integer.parseInt(glued.group(1)) * DAYS_OF_WEEK;
        age += glued.group(2) == null ? 0 : Integer.parseInt(glued.group(2));
      } else if (number(t, i) && i + 1 < t.size() && words.weeks().contains(t.word(i + 1))) {
        age = Integer.parseInt(t.word(i)) * DAYS_OF_WEEK;
        last = i + 1;
        int k = last + 1 < t.size() && words.and().contains(t.word(last + 1)) ? last + 2 : last + 1;
        if (k + 1 < t.size() && number(t, k) && words.days().contains(t.word(k + 1))) {
          age += Integer.parseInt(t.word(k));
          last = k + 1;
        }
      }
      boolean possible = age >= FEWEST * DAYS_OF_WEEK && age <= MOST * DAYS_OF_WEEK;
      if (possible && ofPregnancy(t, i, last)) {
        found.add(new Stated(Kind.AGE, basis(t), Set.of(), age, t.evidence(i, last)));
      }
    }
  }

  private static boolean number(WordTokens t, int i) {
    return t.word(i).length() <= 2 && t.word(i).chars().allMatch(Character::isDigit);
  }

  private boolean ofPregnancy(WordTokens t, int first, int last) {
    boolean interval = first > 0 && words.not().contains(t.word(first - 1));
    return !interval && Window.around(t, first, last, NEAR).has(words.age());
  }

  private Basis basis(WordTokens t) {
    if (words.set().anyIn(t)) {
      return Basis.SET_BEFORE;
    }
    boolean byDates = words.byDates().anyIn(t);
    boolean byUltrasound = words.byUltrasound().anyIn(t);
    return byDates == byUltrasound ? Basis.UNKNOWN : byDates ? Basis.DATES : Basis.ULTRASOUND;
  }
}
