package org.radiologytrust.text.words;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Span;

/**
 * A cleaned text for checks and prompts, with the mapping back to the original text.
 *
 * <ul>
 *   <li>Invisible characters are removed: soft hyphens, zero-width and direction characters,
 *       variation selectors, controls. Every blank, including {@code &nbsp;}, becomes a plain
 *       space.
 *   <li>Full-width letters, ligatures and similar forms are normalised (NFKC), except superscripts,
 *       subscripts, fractions and the micro sign.
 *   <li>In a word with ASCII letters, every other letter that looks like an ASCII letter is
 *       replaced by it, and an accent that forms no letter with the preceding character is removed.
 *       So is each letter of a word that has look-alikes only, if the text is Latin. All other
 *       words are unchanged, as are ü and ß, and the Greek letters of names such as TNFα and μm.
 * </ul>
 *
 * <p>Printable ASCII is unchanged, except for HTML character references. Cleaning a clean text
 * changes nothing. All positions and lengths are in code points.
 */
public final class CleanText {
  private final String text;
  private final int length;
  private final int @Nullable [] starts;
  private final int @Nullable [] ends;
  private final boolean bidiControls;
  private final int mixedWords;

  private CleanText(
      String text,
      int length,
      int @Nullable [] starts,
      int @Nullable [] ends,
      boolean bidiControls,
      int mixedWords) {
    this.text = text;
    this.length = length;
    this.starts = starts;
    this.ends = ends;
    this.bidiControls = bidiControls;
    this.mixedWords = mixedWords;
  }

  public static CleanText of(String original) {
    if (plain(original)) {
      return new CleanText(original, original.length(), null, null, false, 0);
    }
    TextCleaner cleaner = new TextCleaner();
    CodePoints points = cleaner.clean(original);
    return new CleanText(
        points.text(),
        points.length(),
        points.starts(),
        points.ends(),
        cleaner.bidiControls(),
        cleaner.mixedWords());
  }

  private static boolean plain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean visible = c >= ' ' && c < 0x7f && c != '&';
      if (!visible && c != '\n' && c != '\t' && c != '\r') {
        return false;
      }
    }
    return true;
  }

  public String text() {
    return text;
  }

  /** Length of {@link #text} in code points. */
  public int length() {
    return length;
  }

  /**
   * The range of the original text from which the code points {@code from} (inclusive) to {@code
   * to} (exclusive, greater than {@code from}) were made.
   */
  public Span span(int from, int to) {
    return starts == null ? new Span(from, to) : new Span(starts[from], ends[to - 1]);
  }

  /** The first position whose code point was made from the original at or after {@code place}. */
  public int indexOf(int place) {
    if (starts == null) {
      return Math.min(place, length);
    }
    int low = 0;
    int high = length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] < place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * The text for word matching: {@code léft} becomes {@code left}. It has the same number of code
   * points as {@link #text}, at the same positions.
   */
  public String folded() {
    return starts == null ? text : folded(text);
  }

  /** A clean text without accents; see {@link #folded()}. */
  public static String folded(String clean) {
    if (clean.chars().allMatch(c -> c <= 0x7f)) {
      return clean;
    }
    int[] points = clean.codePoints().toArray();
    int from = 0;
    while (from < points.length) {
      int to = from;
      boolean latin = false;
      while (to < points.length && CharacterKinds.partOfWord(points[to])) {
        latin |= CharacterKinds.asciiLetter(points[to]);
        to++;
      }
      for (int i = from; latin && i < to; i++) {
        points[i] = TextCleaner.folded(points[i]);
      }
      from = to + 1;
    }
    return new String(points, 0, points.length);
  }

  /** Whether the original had characters that change the writing direction. */
  public boolean bidiControls() {
    return bidiControls;
  }

  /**
   * Number of words in which letters of another script, or small capitals, stand for Latin letters,
   * whether or not they could be replaced by these.
   */
  public int mixedWords() {
    return mixedWords;
  }
}
