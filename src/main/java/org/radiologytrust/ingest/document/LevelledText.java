package org.radiologytrust.ingest.document;

import java.text.Normalizer;
import java.util.BitSet;
import java.util.Locale;

/**
 * A text without what layout changes: white space, hyphens, punctuation, case. What changes the
 * meaning stays: letters, digits, signs of numbers, and what separates two numbers.
 */
final class LevelledText {
  private static final String KEPT = "<>=+±%/°?≤≥";

  private final StringBuilder text = new StringBuilder();
  private final BitSet starts = new BitSet();
  private char last = ' ';
  private char before = ' ';
  private String gap = "";

  /**
   * Levels a text. A statement begins after punctuation, after an empty line, and on a line that
   * does not go on with a small letter.
   */
  static LevelledText of(String original) {
    LevelledText levelled = new LevelledText();
    levelled.read(Normalizer.normalize(original, Normalizer.Form.NFKC));
    return levelled;
  }

  private void read(String original) {
    for (int i = 0; i < original.length(); i++) {
      char c = original.charAt(i);
      if (Character.isLetterOrDigit(c) || Character.isSurrogate(c) || KEPT.indexOf(c) >= 0) {
        add(c);
      } else {
        gap += gap.length() < 100 ? c : "";
      }
      before = c;
    }
  }

  private void add(char c) {
    boolean digit = Character.isDigit(c);
    boolean numbers = digit && Character.isDigit(last) && !gap.isEmpty();
    boolean decimal = numbers && (gap.equals(".") || gap.equals(","));
    if (text.isEmpty() || !decimal && endsStatement(c)) {
      starts.set(text.length());
      // the blank between two numbers belongs to neither
      starts.set(text.length() + (numbers ? 1 : 0));
    }
    if (numbers) {
      text.append(decimal ? gap.charAt(0) : ' ');
    } else if (digit && isMinus(before) && (gap.length() > 1 || text.isEmpty())) {
      text.append('-');
    }
    text.append(String.valueOf(c).toLowerCase(Locale.ROOT));
    last = c;
    gap = "";
  }

  private static boolean isMinus(char c) {
    return c == '-' || c == '\u2212' || c == '\u2013';
  }

  private boolean endsStatement(char next) {
    if (gap.chars().anyMatch(c -> ".!;:•·*".indexOf(c) >= 0) || last == '?') {
      return true;
    }
    int line = gap.indexOf('\n');
    return line >= 0 && (gap.indexOf('\n', line + 1) >= 0 || !Character.isLowerCase(next));
  }

  String text() {
    return text.toString();
  }

  /** Where the next statement begins, from this character of {@link #text} on; -1 if none does. */
  int start(int from) {
    return starts.nextSetBit(from);
  }

  /** Whether a statement begins at this character of {@link #text}, or the text ends. */
  boolean startsAt(int index) {
    return index == text.length() || starts.get(index);
  }
}
