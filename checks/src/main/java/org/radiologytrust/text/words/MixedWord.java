package org.radiologytrust.text.words;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/**
 * Reads one word at a time: letters that look like an ASCII letter become that letter, if the word
 * has ASCII letters too.
 */
final class MixedWord {
  /** Greek letters of names and units: TNFα, NFκB, TGFβ1, βhCG. */
  private static final String GREEK = "αβγδεζθκλμπσφψωΔΩΣ";

  private static final String UNITS = "μΔΩ";

  /** A unit has no more ASCII letters beside its Greek one: μmol, kΩ. */
  private static final int LONGEST_UNIT = 3;

  private static final int SHORTEST_NAME = 2;

  /** Scripts without blanks around words of another one: CT検査. */
  private static final Set<UnicodeScript> BESIDE_LATIN =
      Set.of(
          UnicodeScript.LATIN,
          UnicodeScript.COMMON,
          UnicodeScript.INHERITED,
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR,
          UnicodeScript.TIBETAN,
          UnicodeScript.ARABIC,
          UnicodeScript.HEBREW,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.BENGALI,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU);

  private final boolean withoutAscii;

  /**
   * @param withoutAscii whether to replace the letters of words that have look-alikes only, instead
   *     of those with ASCII letters
   */
  MixedWord(boolean withoutAscii) {
    this.withoutAscii = withoutAscii;
  }

  /**
   * Appends a word.
   *
   * @return whether it has letters that are disguised as Latin ones
   */
  boolean read(CodePoints in, int from, int to, CodePoints out) {
    boolean ascii = false;
    boolean plain = true;
    for (int i = from; i < to; i++) {
      ascii |= CharacterKinds.asciiLetter(in.at(i));
      plain &= in.at(i) <= 0x7f;
    }
    boolean concerned = !plain && (withoutAscii ? !ascii && isDisguised(in, from, to) : ascii);
    if (!concerned) {
      for (int i = from; i < to; i++) {
        out.add(in, i);
      }
      return false;
    }
    return replace(in, from, to, out);
  }

  /** Whether a word has two or more letters, and all look like ASCII letters. */
  private static boolean isDisguised(CodePoints in, int from, int to) {
    int letters = 0;
    int greek = 0;
    for (int i = from; i < to; i++) {
      int c = in.at(i);
      if (CharacterKinds.letter(c)) {
        if (CharacterKinds.latin(c) || Confusables.ascii(c) < 0) {
          return false;
        }
        letters++;
        greek += GREEK.indexOf(c) >= 0 ? 1 : 0;
      }
    }
    return letters > 1 && greek < letters;
  }

  private static boolean replace(CodePoints in, int from, int to, CodePoints out) {
    boolean name = isName(in, from, to);
    boolean mixed = false;
    for (int i = from; i < to; i++) {
      int c = in.at(i);
      boolean other = c > 0x7f && CharacterKinds.letter(c) && !(name && GREEK.indexOf(c) >= 0);
      int looksLike = other ? Confusables.ascii(c) : -1;
      mixed |= other && (smallCapital(c) || !BESIDE_LATIN.contains(UnicodeScript.of(c)));
      if (looksLike >= 0) {
        mixed |= !CharacterKinds.latin(c);
        out.add(looksLike, in.start(i), in.end(i));
      } else if (i > from
          && CharacterKinds.mark(c)
          && CharacterKinds.latin(out.at(out.length() - 1))) {
        out.stretch(in.end(i));
      } else {
        mixed |= raised(c) && i + 1 < to && CharacterKinds.asciiLetter(in.at(i + 1));
        out.add(in, i);
      }
    }
    return mixed;
  }

  /** Nobody writes a report in small capitals of Unicode; a font makes them. */
  private static boolean smallCapital(int c) {
    if (c < 0x250 || !CharacterKinds.latin(c) || Confusables.ascii(c) < 0) {
      return false;
    }
    String name = Character.getName(c);
    return name != null && name.contains("SMALL CAPITAL");
  }

  /** A raised letter before others; behind them it ends an ordinal number. */
  private static boolean raised(int c) {
    return Character.getType(c) == Character.MODIFIER_LETTER && CharacterKinds.latin(c);
  }

  /** Whether a word is a name or a unit that is written with Greek letters. */
  private static boolean isName(CodePoints in, int from, int to) {
    int ascii = 0;
    boolean capitals = true;
    boolean small = true;
    boolean unit = true;
    for (int i = from; i < to; i++) {
      int c = in.at(i);
      if (CharacterKinds.asciiLetter(c)) {
        capitals &= Character.isUpperCase(c) || ascii == 0;
        ascii++;
      } else if (c > 0x7f && CharacterKinds.letter(c)) {
        if (GREEK.indexOf(c) < 0) {
          return false;
        }
        small &= Character.isLowerCase(c);
        unit &= UNITS.indexOf(c) >= 0 && (i == from || i + 1 == to);
      }
    }
    return unit && ascii <= LONGEST_UNIT || capitals && small && ascii >= SHORTEST_NAME;
  }
}
