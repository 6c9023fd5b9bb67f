package org.radiologytrust.text.measures;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.text.measures.DateMention.Order;
import org.radiologytrust.text.measures.DateMention.Precision;
import org.radiologytrust.text.measures.Lexemes.Lexeme;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds dates with a year: {@code 3/12/26}, {@code 12 March 2026}, {@code 2026-03-12}, {@code Mar
 * 2026}, {@code 03/2026}, {@code 2026}. The words are in {@code dates.yaml}.
 */
public final class Dates {
  private static final String SEPARATORS = "/-.";
  private static final int CENTURY = 100;

  /** A year of two digits can be so many years after the date that it is read near. */
  private static final int AHEAD = 20;

  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2100;

  private record Words(
      @Nullable List<Set<String>> months,
      @Nullable Set<String> capital,
      @Nullable Set<String> ordinals,
      @Nullable Set<String> of,
      @Nullable Set<Order> numeric,
      @Nullable Set<String> notAfter,
      @Nullable Set<String> notBefore,
      @Nullable Set<String> eightDigitsAfter) {}

  /** A date from lexeme {@code from} to before {@code to}. */
  private record Found(Precision precision, Map<Order, LocalDate> readings, int to) {}

  private final Map<String, Integer> months = new HashMap<>();
  private final Set<String> capital;
  private final Set<String> ordinals;
  private final Set<String> of;
  private final Set<Order> orders;
  private final Set<String> notAfter;
  private final Set<String> notBefore;
  private final Set<String> eightDigitsAfter;

  /**
   * @throws IllegalArgumentException when the file is not valid
   */
  public Dates(SiteFiles files) {
    Words w = files.words("dates.yaml", new TypeReference<Words>() {});
    List<Set<String>> named = w.months() == null ? List.of() : w.months();
    for (int i = 0; i < named.size(); i++) {
      for (String name : named.get(i)) {
        months.put(name, i + 1);
      }
    }
    capital = orEmpty(w.capital());
    ordinals = orEmpty(w.ordinals());
    of = orEmpty(w.of());
    orders = orEmpty(w.numeric());
    notAfter = orEmpty(w.notAfter());
    notBefore = orEmpty(w.notBefore());
    eightDigitsAfter = orEmpty(w.eightDigitsAfter());
  }

  private static <T> Set<T> orEmpty(@Nullable Set<T> set) {
    return set == null ? Set.of() : set;
  }

  /**
   * The dates of a sentence, from left to right.
   *
   * @param near a date near which years of two digits are
   */
  public List<DateMention> in(WordTokens t, LocalDate near) {
    Lexemes l = Lexemes.of(t.text());
    List<DateMention> found = new ArrayList<>();
    int i = 0;
    while (i < l.size()) {
      Found date = starts(l, i) ? at(l, i, near) : null;
      if (date == null || date.readings().isEmpty()) {
        i++;
        continue;
      }
      int first = t.wordAt(l.at(i).from());
      int last = t.wordAt(l.at(date.to() - 1).to() - 1);
      found.add(new DateMention(date.precision(), date.readings(), t, first, last));
      i = date.to();
    }
    return found;
  }

  /** Whether a lexeme is not the middle of a number, a word or a path. */
  private static boolean starts(Lexemes l, int i) {
    Lexeme before = l.at(i - 1);
    return l.at(i).spaced() || !before.digits() && !before.letters() && !before.isOneOf("/.-:#");
  }

  private @Nullable Found at(Lexemes l, int i, LocalDate near) {
    if (l.at(i).letters()) {
      return month(l, i) > 0 ? monthFirst(l, i, near) : null;
    }
    if (!l.at(i).digits() || notAfter.contains(l.at(i - 1).text())) {
      return null;
    }
    Found date = numeric(l, i, near);
    if (date == null) {
      date = dayFirst(l, i, near);
    }
    if (date == null) {
      date = eightDigits(l, i);
    }
    return date == null ? year(l, i) : date;
  }

  /** 3/12/26, 12.3.2026, 2026-03-12, 03/2026. */
  private @Nullable Found numeric(Lexemes l, int i, LocalDate near) {
    Lexeme separator = l.at(i + 1);
    if (!separator.isOneOf(SEPARATORS) || separator.spaced() || !number(l, i + 2)) {
      return null;
    }
    boolean three =
        l.at(i + 3).is(separator.text().charAt(0)) && !l.at(i + 3).spaced() && number(l, i + 4);
    if (!three) {
      boolean month = l.at(i).text().length() <= 2 && fourDigits(l, i + 2) && ends(l, i + 3);
      return month && !separator.is('.')
          ? found(Precision.MONTH, fourDigitYear(l, i + 2), value(l, i), 1, i + 3)
          : null;
    }
    if (!ends(l, i + 5) && !l.at(i + 5).text().equals("t")) {
      return null;
    }
    if (fourDigits(l, i)) {
      return found(Precision.DAY, fourDigitYear(l, i), value(l, i + 2), value(l, i + 4), i + 5);
    }
    int year = year(l, i + 4, near);
    if (year < 0 || l.at(i).text().length() > 2 || l.at(i + 2).text().length() > 2) {
      return null;
    }
    Map<Order, LocalDate> readings = new EnumMap<>(Order.class);
    for (Order order : orders) {
      boolean monthDay = order == Order.MONTH_DAY;
      LocalDate date = date(year, value(l, monthDay ? i : i + 2), value(l, monthDay ? i + 2 : i));
      if (date != null) {
        readings.put(order, date);
      }
    }
    return new Found(Precision.DAY, readings, i + 5);
  }

  /** March 12, 2026; Mar/12/2026; March 2026. */
  private @Nullable Found monthFirst(Lexemes l, int i, LocalDate near) {
    int at = skip(l, i + 1, "./-,");
    Integer day = day(l, at);
    if (day != null && l.at(at).text().length() <= 2) {
      int behind = ordinals.contains(l.at(at + 1).text()) ? at + 2 : at + 1;
      int year = skip(l, behind, ",./-");
      int value = year(l, year, near);
      boolean written = l.at(year).text().length() == 4 || !l.at(year).spaced();
      if (value > 0 && written && ends(l, year + 1)) {
        return found(Precision.DAY, value, month(l, i), day, year + 1);
      }
    }
    return fourDigits(l, at) && ends(l, at + 1)
        ? found(Precision.MONTH, fourDigitYear(l, at), month(l, i), 1, at + 1)
        : null;
  }

  /** 12 March 2026, 12-Mar-26, 3rd of April, 2026, 09JUL2026. */
  private @Nullable Found dayFirst(Lexemes l, int i, LocalDate near) {
    Integer day = day(l, i);
    if (day == null) {
      return null;
    }
    int at = ordinals.contains(l.at(i + 1).text()) ? i + 2 : i + 1;
    at = of.contains(l.at(at).text()) ? at + 1 : skip(l, at, "-./");
    if (month(l, at) == 0) {
      return null;
    }
    int year = skip(l, at + 1, ",.-/");
    int value = year(l, year, near);
    return value > 0 && ends(l, year + 1)
        ? found(Precision.DAY, value, month(l, at), day, year + 1)
        : null;
  }

  /** 20260312, behind a word that leads to a date. */
  private @Nullable Found eightDigits(Lexemes l, int i) {
    String digits = l.at(i).text();
    boolean whole = digits.length() == 8 && ends(l, i + 1);
    if (!whole || !eightDigitsAfter.contains(l.at(i - 1).text())) {
      return null;
    }
    int year = Integer.parseInt(digits.substring(0, 4));
    int month = Integer.parseInt(digits.substring(4, 6));
    return found(Precision.DAY, year, month, Integer.parseInt(digits.substring(6)), i + 1);
  }

  /** 2026, unless it can be a number of something. */
  private @Nullable Found year(Lexemes l, int i) {
    Lexeme next = l.at(i + 1);
    boolean number = next.letters() && notBefore.contains(next.text()) || !ends(l, i + 1);
    return fourDigits(l, i) && !number && l.at(i - 1).text().length() > 0
        ? found(Precision.YEAR, fourDigitYear(l, i), 1, 1, i + 1)
        : null;
  }

  private Found found(Precision precision, int year, int month, int day, int to) {
    LocalDate date = year < FIRST_YEAR || year > LAST_YEAR ? null : date(year, month, day);
    Map<Order, LocalDate> readings = new EnumMap<>(Order.class);
    if (date != null) {
      for (Order order : Order.values()) {
        readings.put(order, date);
      }
    }
    return new Found(precision, readings, to);
  }

  private static @Nullable LocalDate date(int year, int month, int day) {
    try {
      return LocalDate.of(year, month, day);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private int month(Lexemes l, int i) {
    Lexeme at = l.at(i);
    boolean small = at.raw().equals(at.text()) && capital.contains(at.text());
    return at.letters() && !small ? months.getOrDefault(at.text(), 0) : 0;
  }

  private static @Nullable Integer day(Lexemes l, int i) {
    return l.at(i).digits() && l.at(i).text().length() <= 2 ? value(l, i) : null;
  }

  private static boolean number(Lexemes l, int i) {
    return l.at(i).digits() && !l.at(i).spaced() && l.at(i).text().length() <= 4;
  }

  private static boolean fourDigits(Lexemes l, int i) {
    return l.at(i).digits() && l.at(i).text().length() == 4;
  }

  private static int value(Lexemes l, int i) {
    return Integer.parseInt(l.at(i).text());
  }

  private static int fourDigitYear(Lexemes l, int i) {
    return value(l, i);
  }

  /** The year that two or four digits mean; -1 if there are none. */
  private static int year(Lexemes l, int i, LocalDate near) {
    if (!l.at(i).digits()) {
      return -1;
    }
    if (l.at(i).text().length() == 4) {
      int year = value(l, i);
      return year < FIRST_YEAR || year > LAST_YEAR ? -1 : year;
    }
    if (l.at(i).text().length() != 2) {
      return -1;
    }
    int century = near.getYear() / CENTURY * CENTURY;
    int year = century + value(l, i);
    return year > near.getYear() + AHEAD ? year - CENTURY : year;
  }

  private static int skip(Lexemes l, int i, String symbols) {
    return l.at(i).isOneOf(symbols) ? i + 1 : i;
  }

  /** Whether a number ends here, and no digits or letters follow it without a blank. */
  private static boolean ends(Lexemes l, int i) {
    Lexeme next = l.at(i);
    boolean more = next.isOneOf("/-.:") && !next.spaced() && number(l, i + 1);
    return next.spaced() || !next.letters() && !next.digits() && !more;
  }
}
