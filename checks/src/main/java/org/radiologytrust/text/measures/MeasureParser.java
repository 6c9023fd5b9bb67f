package org.radiologytrust.text.measures;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.text.measures.Lexemes.Lexeme;

/** Finds numbers with a unit of length or weight in a text: "2.3 x 1.8 cm", "5-6 mm". */
final class MeasureParser {
  private static final int MAX_DIMENSIONS = 4;
  private static final int MAX_LABELS = 3;
  private static final int MAX_DIGITS = 6;
  private static final String TIMES = "×*";
  private static final String DASHES = "-–—";

  /** A single letter is a unit only in lower case: "4 M" is none. */
  private static final int LETTER = 1;

  /**
   * Numbers with their units.
   *
   * @param units of each number; a number without unit has that of the next, or of the last one
   * @param range whether they are two ends of a range
   * @param from place of the first character
   * @param split the place after the first number and its unit
   * @param second place of the last number
   * @param to the place after the last character
   */
  record Parsed(
      List<Double> numbers,
      List<String> units,
      boolean range,
      int from,
      int split,
      int second,
      int to) {
    /** The two ends of a range. */
    List<Parsed> ends() {
      return List.of(
          new Parsed(numbers.subList(0, 1), units.subList(0, 1), false, from, split, from, split),
          new Parsed(numbers.subList(1, 2), units.subList(1, 2), false, second, to, second, to));
    }
  }

  private record Number(double value, int next) {}

  private record Unit(String name, int next) {}

  private final MeasureWords words;
  private final Map<String, String> units;

  MeasureParser(MeasureWords words) {
    this.words = words;
    this.units = words.units();
  }

  boolean weight(String unit) {
    return words.weights().contains(unit);
  }

  double millimetres(String unit) {
    MeasureWords.Length length = words.lengths().get(unit);
    return length == null ? 1 : length.millimetres();
  }

  /** All measurements, from left to right. */
  List<Parsed> in(String text) {
    Lexemes lexemes = Lexemes.of(text);
    List<Parsed> found = new ArrayList<>();
    int i = 0;
    while (i < lexemes.size()) {
      int next = starts(lexemes, i) ? parse(lexemes, i, found) : i;
      i = Math.max(next, i + 1);
    }
    return found;
  }

  private static boolean starts(Lexemes l, int i) {
    Lexeme at = l.at(i);
    Lexeme before = l.at(i - 1);
    boolean glued =
        !at.spaced() && (before.letters() || before.digits() || before.isOneOf(".,/:#"));
    return !glued || before.is('.') && l.at(i - 2).letters() && at.letters();
  }

  /** Adds what is at a position; returns the position after it. */
  private int parse(Lexemes l, int start, List<Parsed> found) {
    List<Double> numbers = new ArrayList<>();
    List<@Nullable String> named = new ArrayList<>();
    int i = start;
    int end = start;
    int split = start;
    boolean range = false;
    while (numbers.size() < MAX_DIMENSIONS) {
      Number number = number(l, i);
      if (number == null) {
        break;
      }
      Unit unit = unit(l, number.next());
      numbers.add(number.value());
      named.add(unit == null ? null : unit.name());
      end = unit == null ? number.next() : unit.next();
      split = numbers.size() == 1 ? end : split;
      int next = range ? -1 : times(l, end);
      if (next < 0 && numbers.size() == 1) {
        next = rangeTo(l, start, end);
        range = next >= 0;
      }
      if (next < 0 || number(l, next) == null) {
        range = range && numbers.size() == 2;
        break;
      }
      i = next;
    }
    if (named.stream().allMatch(n -> n == null)) {
      return start;
    }
    // "8 x 5" behind the last unit belongs to it; "5 mm to 9" does not
    String last = null;
    for (int k = named.size() - 1; k >= 0; k--) {
      last = named.get(k) == null ? last : named.get(k);
      named.set(k, last);
    }
    String first = named.get(0);
    for (int k = 0; k < named.size(); k++) {
      first = named.get(k) == null ? first : named.get(k);
      named.set(k, first);
    }
    found.add(
        new Parsed(
            numbers,
            List.copyOf(named),
            range,
            l.at(start).from(),
            l.at(split - 1).to(),
            l.at(i).from(),
            l.at(end - 1).to()));
    return end;
  }

  private @Nullable Number number(Lexemes l, int i) {
    Lexeme at = l.at(i);
    if (at.letters()) {
      Double value = words.numbers().get(at.text());
      return value != null && unit(l, i + 1) != null ? new Number(value, i + 1) : null;
    }
    if (at.is('.') && at.spaced() && glued(l, i + 1) && l.at(i + 1).digits()) {
      return whole(l, "0." + l.at(i + 1).text(), i + 2);
    }
    if (!at.digits() || at.text().length() > MAX_DIGITS) {
      return null;
    }
    boolean fraction = l.at(i + 1).isOneOf(".,") && glued(l, i + 1) && digits(l, i + 2);
    if (!fraction) {
      return whole(l, at.text(), i + 1);
    }
    String behind = l.at(i + 2).text();
    boolean thousands = l.at(i + 1).is(',') && behind.length() == 3;
    return whole(l, at.text() + (thousands ? "" : ".") + behind, i + 3);
  }

  /** A number, unless another part follows, as in a date or a version. */
  private static @Nullable Number whole(Lexemes l, String digits, int next) {
    boolean more = l.at(next).isOneOf(".,:/") && glued(l, next) && digits(l, next + 1);
    return more || digits.length() > 2 * MAX_DIGITS
        ? null
        : new Number(Double.parseDouble(digits), next);
  }

  private static boolean glued(Lexemes l, int i) {
    return !l.at(i).spaced();
  }

  private static boolean digits(Lexemes l, int i) {
    return l.at(i).digits() && glued(l, i);
  }

  private @Nullable Unit unit(Lexemes l, int i) {
    int at = l.at(i).isOneOf(DASHES) && glued(l, i) ? i + 1 : i;
    Lexeme word = l.at(at);
    String name = word.letters() ? units.get(word.text()) : null;
    if (name == null || word.raw().length() == LETTER && !word.raw().equals(word.text())) {
      return null;
    }
    Lexeme next = l.at(at + 1);
    boolean power = !next.spaced() && (next.digits() || next.isOneOf("²³^"));
    boolean per = next.is('/') && words.notLengthBefore().contains(l.at(at + 2).text());
    boolean other = next.letters() && words.notLengthBefore().contains(next.text());
    return power || per || other ? null : new Unit(name, at + 1);
  }

  /** The position of the next dimension; -1 if there is none. */
  private int times(Lexemes l, int i) {
    int at = i;
    boolean bracket = l.at(at).is('(');
    at += bracket ? 1 : 0;
    int labels = 0;
    while (labels < MAX_LABELS && l.at(at).letters() && words.labels().contains(l.at(at).text())) {
      labels++;
      at++;
    }
    if (bracket && (labels == 0 || !l.at(at++).is(')'))) {
      return -1;
    }
    boolean by = words.by().contains(l.at(at).text()) || l.at(at).isOneOf(TIMES);
    return by ? at + 1 : -1;
  }

  /** The position of the other end of a range; -1 if there is none. */
  private int rangeTo(Lexemes l, int start, int i) {
    Lexeme at = l.at(i);
    boolean between = words.between().contains(l.at(start - 1).text());
    boolean to = words.to().contains(at.text()) || between && words.and().contains(at.text());
    boolean dash = at.isOneOf(DASHES) && l.at(i + 1).digits();
    return to || dash ? i + 1 : -1;
  }
}
