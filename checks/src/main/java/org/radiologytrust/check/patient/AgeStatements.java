package org.radiologytrust.check.patient;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.words.Atoms;
import org.radiologytrust.text.words.Phrases;
import org.radiologytrust.text.words.WordTokens;

/**
 * Finds the statements of the patient's age in a sentence: "67-year-old woman", "67yo", "aged 67",
 * "3-month-old", "in his 60s", "newborn". It leaves out ages of things, of other persons, and of
 * the patient at another time.
 */
final class AgeStatements {
  private static final double DAYS_PER_YEAR = 365.2425;
  private static final int MAX_AGE = 125;
  private static final int NEAR = 4;
  private static final int OTHER_BEFORE = 10;
  private static final int OTHER_BEHIND = 3;

  /** Fahrenheit temperatures of a person. */
  private static final int COLD = 94;

  private static final int HOT = 108;

  private static final Set<Section> BACKGROUND =
      Set.of(Section.HISTORY, Section.REQUEST, Section.TECHNIQUE, Section.OTHER);
  private static final Set<Section> REASON = Set.of(Section.HISTORY, Section.REQUEST);
  private static final Set<Section> SKIPPED =
      Set.of(Section.RECOMMENDATION, Section.COMPARISON, Section.STUDIES);

  private final AgeWords words;
  private final Persons persons;

  AgeStatements(SiteFiles files, Persons persons) {
    this.words = new AgeWords(files);
    this.persons = persons;
  }

  /** A number in digits or words. */
  private record Number(int value, int first, int last) {}

  /** The statements of a sentence from left to right. */
  List<AgeStatement> in(WordTokens t) {
    List<AgeStatement> found = new ArrayList<>();
    Section section = t.sentence().section();
    if (SKIPPED.contains(section)) {
      return found;
    }
    Atoms a = new Atoms(t);
    boolean background = BACKGROUND.contains(section);
    int i = 0;
    while (i < a.size()) {
      Number n = number(a, i);
      TwoUnits two = n == null ? null : twoUnits(a, n);
      AgeStatement s = two == null ? at(t, a, i, background) : whole(a, two, background);
      if (s != null && !other(t, s)) {
        found.add(s);
      }
      i = Math.max(i + 1, two != null ? two.next() : s == null ? 0 : s.next());
    }
    return found;
  }

  private @Nullable AgeStatement at(WordTokens t, Atoms a, int i, boolean background) {
    Number n = number(a, i);
    AgeStatement s =
        n == null
            ? stage(a, i, background)
            : numbered(a, n, background, REASON.contains(t.sentence().section()));
    if (s == null) {
      s = decade(a, i);
    }
    return s;
  }

  private @Nullable Number number(Atoms a, int i) {
    String atom = a.at(i);
    if (atom.isEmpty()) {
      return null;
    }
    if (Character.isDigit(atom.charAt(0))) {
      int value = atom.length() > 3 ? MAX_AGE + 1 : Integer.parseInt(atom);
      return value > MAX_AGE ? null : new Number(value, i, i);
    }
    Integer ten = words.tens.get(atom);
    if (ten != null) {
      Integer unit = words.units.get(a.at(i + 1));
      return unit != null && unit < 10 ? new Number(ten + unit, i, i + 1) : new Number(ten, i, i);
    }
    Integer unit = words.units.get(atom);
    return unit == null ? null : new Number(unit, i, i);
  }

  private @Nullable AgeStatement numbered(Atoms a, Number n, boolean background, boolean reason) {
    AgeStatement s = inUnits(a, n, background);
    if (s == null && background) {
      s = age(a, n);
    }
    if (s == null && background) {
      s = letter(a, n, reason);
    }
    if (s == null && reason) {
      s = besideSex(a, n);
    }
    return s;
  }

  /** "67-year-old", "aged 67", and "67 years" beside a word for a person. */
  private @Nullable AgeStatement inUnits(Atoms a, Number n, boolean background) {
    boolean aged = words.aged.endingAt(a, n.first() - 1) > 0;
    for (Map.Entry<AgeUnit, Phrases> e : words.behind.entrySet()) {
      int length = e.getValue().from(a, n.last() + 1);
      if (length > 0) {
        int next = n.last() + 1 + length;
        return now(a, n.first(), next) && aboutPatient(a, n.first(), next, background)
            ? statement(a, e.getKey(), n, n.first(), next)
            : null;
      }
    }
    for (Map.Entry<AgeUnit, Phrases> e : words.besidePerson.entrySet()) {
      int length = e.getValue().from(a, n.last() + 1);
      int next = n.last() + 1 + length;
      boolean born = words.born.contains(a.at(n.first() - 1));
      if (length > 0 && (born || now(a, n.first(), next)) && (aged || besidePerson(a, n, next))) {
        return statement(a, e.getKey(), n, n.first(), next);
      }
    }
    int next = n.last() + 1;
    return aged && now(a, n.first(), next)
        ? statement(a, AgeUnit.YEARS, n, n.first() - 1, next)
        : null;
  }

  /** An age in two units: the number of the larger one, that unit, and the atom behind the age. */
  private record TwoUnits(Number number, AgeUnit unit, int next) {}

  /** "6 years and 5 months old"; {@code null} if the number is not that of a larger unit. */
  private @Nullable TwoUnits twoUnits(Atoms a, Number n) {
    for (Map.Entry<AgeUnit, Phrases> larger : words.besidePerson.entrySet()) {
      int length = larger.getValue().from(a, n.last() + 1);
      int at = n.last() + 1 + length;
      Number smaller = length == 0 ? null : number(a, words.and.contains(a.at(at)) ? at + 1 : at);
      for (Map.Entry<AgeUnit, Phrases> unit : words.behind.entrySet()) {
        int old = smaller == null ? 0 : unit.getValue().from(a, smaller.last() + 1);
        if (smaller != null && old > 0 && unit.getKey().compareTo(larger.getKey()) > 0) {
          return new TwoUnits(n, larger.getKey(), smaller.last() + 1 + old);
        }
      }
    }
    return null;
  }

  /** The statement of an age in two units, with the tolerance of the larger one. */
  private @Nullable AgeStatement whole(Atoms a, TwoUnits two, boolean background) {
    int first = two.number().first();
    return now(a, first, two.next()) && aboutPatient(a, first, two.next(), background)
        ? statement(a, two.unit(), two.number(), first, two.next())
        : null;
  }

  /** "male, 67 years", "67 years male", "a man of 67 years", "born 6 weeks ago" */
  private boolean besidePerson(Atoms a, Number n, int next) {
    int before = n.first() - 1;
    boolean ends = next == a.size() || !a.together(next - 1, next);
    return ends && (sex(a, before) || before > 0 && of(a, before) && person(a, before - 1))
        || a.together(next - 1, next) && sex(a, next)
        || words.born.contains(a.at(before));
  }

  private boolean of(Atoms a, int i) {
    return words.ofBefore.contains(a.at(i));
  }

  private boolean person(Atoms a, int i) {
    return words.persons.contains(a.at(i));
  }

  /** "Age: 67" */
  private @Nullable AgeStatement age(Atoms a, Number n) {
    int length = words.age.endingAt(a, n.first() - 1);
    int before = n.first() - 1 - length;
    if (length == 0
        || before >= 0 && !words.persons.contains(a.at(before))
        || words.notBeforeAge.endingAt(a, before) > 0
        || words.notBehind.from(a, n.last() + 1) > 0) {
      return null;
    }
    for (Map<AgeUnit, Phrases> units : List.of(words.behind, words.besidePerson)) {
      for (Map.Entry<AgeUnit, Phrases> e : units.entrySet()) {
        int unit = e.getValue().from(a, n.last() + 1);
        if (unit > 0) {
          return statement(a, e.getKey(), n, n.first() - length, n.last() + 1 + unit);
        }
      }
    }
    return statement(a, AgeUnit.YEARS, n, n.first() - length, n.last() + 1);
  }

  /** "67F with cough" */
  private @Nullable AgeStatement letter(Atoms a, Number n, boolean reason) {
    int l = n.last() + 1;
    boolean start =
        n.first() == 0
            || reason && a.joined(n.last(), l) && !a.together(n.first() - 1, n.first())
            || words.letterBefore.contains(a.at(n.first() - 1));
    boolean ends =
        l + 1 >= a.size()
            || !a.together(l, l + 1)
            || words.letterBehind.contains(a.at(l + 1))
            || reason && !words.sizes.contains(a.at(l + 1));
    return start
            && ends
            && words.letters.contains(a.raw(l))
            && a.together(n.last(), l)
            && (n.value() < COLD || n.value() > HOT)
        ? statement(a, AgeUnit.YEARS, n, n.first(), l + 1)
        : null;
  }

  /** "67 male", "male, 67" */
  private @Nullable AgeStatement besideSex(Atoms a, Number n) {
    int next = n.last() + 1;
    if (n.first() == 0 && a.together(n.last(), next) && sex(a, next)) {
      return statement(a, AgeUnit.YEARS, n, n.first(), next + 1);
    }
    boolean ends = next >= a.size() || !a.together(n.last(), next);
    return n.first() == 1 && ends && sex(a, 0) ? statement(a, AgeUnit.YEARS, n, 0, next) : null;
  }

  private boolean sex(Atoms a, int i) {
    return words.besideNumber.contains(a.at(i)) || words.letters.contains(a.raw(i));
  }

  private @Nullable AgeStatement decade(Atoms a, int i) {
    int before = words.decadeBefore.from(a, i);
    if (before == 0) {
      return null;
    }
    int n = i + before;
    Integer value = words.decades.get(a.at(n));
    int next = n + 1;
    Number digits = value == null ? number(a, n) : null;
    if (digits != null && a.at(n + 1).equals(words.decadeEnding) && a.joined(n, n + 1)) {
      value = digits.value();
      next = n + 2;
    }
    return value == null
        ? null
        : new AgeStatement(
            a.word(i),
            a.word(next - 1),
            (value - 1) * DAYS_PER_YEAR,
            (value + 11) * DAYS_PER_YEAR,
            next);
  }

  private @Nullable AgeStatement stage(Atoms a, int i, boolean background) {
    for (Map.Entry<Phrases, AgeWords.Stage> e : words.stages.entrySet()) {
      int length = e.getKey().from(a, i);
      if (length > 0 && presents(a, i, background) && longest(a, i, length)) {
        int next = i + length;
        return words.things.contains(a.at(next)) && a.together(next - 1, next)
            ? null
            : new AgeStatement(
                a.word(i),
                a.word(next - 1),
                e.getValue().from() * DAYS_PER_YEAR,
                e.getValue().to() * DAYS_PER_YEAR,
                next);
      }
    }
    return null;
  }

  private boolean longest(Atoms a, int i, int length) {
    return words.stages.keySet().stream().allMatch(p -> p.from(a, i) <= length);
  }

  /** Whether only words that describe the patient come before. */
  private boolean presents(Atoms a, int i, boolean background) {
    boolean present = false;
    int k = i - 1;
    for (; k >= 0 && k >= i - NEAR && words.stageBefore.contains(a.at(k)); k--) {
      present |= words.presentStages.contains(a.at(k));
    }
    return present || background && k < 0;
  }

  /** Whether the words around do not put the age into another time or a range. */
  private boolean now(Atoms a, int first, int next) {
    boolean range =
        a.together(first - 1, first) && digits(a.at(first - 1))
            || a.together(first - 2, first) && digits(a.at(first - 2));
    return !range
        && words.notBefore.endingAt(a, first - 1) == 0
        && words.notBehind.from(a, next) == 0;
  }

  private static boolean digits(String atom) {
    return !atom.isEmpty() && Character.isDigit(atom.charAt(0));
  }

  /** Whether the age is not that of a thing; outside the background, a person must be named. */
  private boolean aboutPatient(Atoms a, int first, int next, boolean background) {
    boolean person = false;
    for (int i = next; i < next + NEAR && a.together(next - 1, i); i++) {
      if (words.persons.contains(a.at(i)) || words.patientBehind.contains(a.at(i))) {
        person = true;
        break;
      }
      if (words.things.contains(a.at(i))) {
        return false;
      }
    }
    for (int i = first - 1; !person && i >= first - NEAR && a.together(i, first); i--) {
      if (words.things.contains(a.at(i))) {
        return false;
      }
      person = words.persons.contains(a.at(i));
    }
    boolean ends = next >= a.size() || !a.together(next - 1, next);
    return person || background || ends && first > 1 && a.together(first - 2, first);
  }

  private boolean other(WordTokens t, AgeStatement s) {
    return persons.other(t, s.first() - OTHER_BEFORE, s.last() + OTHER_BEHIND);
  }

  private static AgeStatement statement(Atoms a, AgeUnit unit, Number n, int first, int next) {
    return new AgeStatement(
        a.word(first), a.word(next - 1), unit.from(n.value()), unit.to(n.value()), next);
  }
}
