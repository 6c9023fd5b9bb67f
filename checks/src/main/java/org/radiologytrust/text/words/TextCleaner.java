package org.radiologytrust.text.words;

import java.text.Normalizer;

/** Cleans one text; see {@link CleanText}. */
final class TextCleaner {
  /** Real letters have fewer marks. Limits the length of one normalisation unit. */
  private static final int MOST_MARKS = 30;

  /**
   * Longer expansions are not applied: two Arabic ligatures expand to whole phrases, and the text
   * must not grow much.
   */
  private static final int MAX_EXPANSION = 6;

  /**
   * Maximum number of passes. Each pass decodes references that the previous one exposed; deep
   * nesting is rare.
   */
  private static final int MAX_PASSES = 4;

  private static final int NUMERO = 0x2116;
  private static final int MICRO = 0xb5;
  private static final int ALPHA = 0x3b1;
  private static final int BRAILLE_BLANK = 0x2800;

  private boolean bidiControls;
  private int mixedWords;

  /** Whether characters that change the writing direction were removed. */
  boolean bidiControls() {
    return bidiControls;
  }

  /** Number of words that have letters that are disguised as Latin ones. */
  int mixedWords() {
    return mixedWords;
  }

  CodePoints clean(String original) {
    CodePoints text = once(CodePoints.of(original));
    // A removed character may have hidden another reference: "&nb<soft hyphen>sp;".
    for (int pass = 1; pass < MAX_PASSES && Entities.decoded(text) != null; pass++) {
      text = once(text);
    }
    return text;
  }

  private CodePoints once(CodePoints text) {
    CodePoints decoded = Entities.decoded(text);
    return words(composed(visible(decoded == null ? text : decoded)));
  }

  private CodePoints visible(CodePoints in) {
    CodePoints out = new CodePoints(in.length());
    for (int i = 0; i < in.length(); i++) {
      int c = in.at(i);
      bidiControls |= CharacterKinds.bidiControl(c);
      boolean within = i > 0 && i + 1 < in.length();
      if (c == BRAILLE_BLANK && within && asciiLetters(in.at(i - 1), in.at(i + 1))) {
        // a letter of Braille that looks like a blank
        mixedWords++;
      }
      if (c == 0x85 || c == 0x2028 || c == 0x2029) {
        out.add('\n', in.start(i), in.end(i));
      } else if (c > 0x7f && CharacterKinds.blank(c)) {
        out.add(' ', in.start(i), in.end(i));
      } else if (CharacterKinds.blank(c) || !CharacterKinds.invisible(c)) {
        out.add(in, i);
      }
    }
    return out;
  }

  private static boolean asciiLetters(int before, int after) {
    return CharacterKinds.asciiLetter(before) && CharacterKinds.asciiLetter(after);
  }

  /** Applies NFKC to one unit at a time: a character with the marks that combine with it. */
  private static CodePoints composed(CodePoints in) {
    CodePoints out = new CodePoints(in.length());
    int from = 0;
    while (from < in.length()) {
      String piece = part(in.at(from));
      int to = from + 1;
      while (to < in.length() && to - from <= MOST_MARKS && in.at(to) > 0x7f) {
        String next = part(in.at(to));
        if (!joins(next.codePointAt(0))) {
          break;
        }
        piece += next;
        to++;
      }
      add(out, in, from, to, piece);
      from = to;
    }
    return out;
  }

  /** Whether it may combine with the preceding character: a mark, or part of a Hangul syllable. */
  private static boolean joins(int c) {
    return CharacterKinds.mark(c) || c >= 0x1161 && c <= 0x11ff;
  }

  private static void add(CodePoints out, CodePoints in, int from, int to, String piece) {
    if (piece.equals(in.text(from, to)) && Normalizer.isNormalized(piece, Normalizer.Form.NFC)) {
      for (int i = from; i < to; i++) {
        out.add(in, i);
      }
      return;
    }
    Normalizer.normalize(piece, Normalizer.Form.NFC)
        .codePoints()
        .forEach(c -> out.add(c, in.start(from), in.end(to - 1)));
  }

  /** The NFKC form of one character if it keeps the meaning, otherwise the character itself. */
  private static String part(int c) {
    String one = Character.toString(c);
    if (c <= 0x7f || staysAsWritten(c)) {
      return one;
    }
    String plain = Normalizer.normalize(one, Normalizer.Form.NFKC);
    boolean takesABlank = plain.length() > 1 && plain.charAt(0) == ' ';
    return takesABlank || plain.length() > MAX_EXPANSION ? one : plain;
  }

  /**
   * Superscripts, subscripts, fractions and numbers in circles stay: {@code 10²} is not 102, {@code
   * 1½} is not 11/2, {@code ①Left} is not 1Left, and {@code №} must not become "No". The micro sign
   * stays because units use it.
   */
  private static boolean staysAsWritten(int c) {
    Character.UnicodeBlock block = Character.UnicodeBlock.of(c);
    return Character.getType(c) == Character.OTHER_NUMBER
        || Character.getType(c) == Character.MODIFIER_LETTER
            && block != Character.UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS
        || block == Character.UnicodeBlock.SUPERSCRIPTS_AND_SUBSCRIPTS
        || block == Character.UnicodeBlock.KANBUN
        || c == 0xaa
        || c == 0xba
        || c == 0x2120
        || c == 0x2122
        || c >= 0x1f16a && c <= 0x1f16c
        || c == NUMERO
        || c == MICRO;
  }

  private CodePoints words(CodePoints in) {
    CodePoints mixed = words(in, new MixedWord(false));
    // a word of look-alikes only is a word of another language, unless the text is Latin
    return LatinShare.isLatin(mixed) ? words(mixed, new MixedWord(true)) : mixed;
  }

  private CodePoints words(CodePoints in, MixedWord reader) {
    CodePoints out = new CodePoints(in.length());
    int from = 0;
    while (from < in.length()) {
      int to = from;
      while (to < in.length() && CharacterKinds.partOfWord(in.at(to))) {
        to++;
      }
      mixedWords += reader.read(in, from, to, out) ? 1 : 0;
      if (to < in.length()) {
        out.add(in, to);
      }
      from = to + 1;
    }
    return out;
  }

  /**
   * A letter for word comparison: without accents, and alpha as the Latin letter that it resembles.
   */
  static int folded(int c) {
    if (c <= 0x7f || c > 0xffff || !Character.isLetter(c)) {
      return c;
    }
    if (c == ALPHA) {
      return 'a';
    }
    int[] parts =
        Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKD).codePoints().toArray();
    boolean raised = Character.getType(c) == Character.MODIFIER_LETTER;
    for (int i = 1; i < parts.length; i++) {
      if (!CharacterKinds.mark(parts[i])) {
        return c;
      }
    }
    if (parts.length == 1 && !raised) {
      return c;
    }
    int looksLike = Confusables.ascii(parts[0]);
    int base = looksLike < 0 ? parts[0] : looksLike;
    return CharacterKinds.asciiLetter(base) ? base : c;
  }
}
