package org.radiologytrust.text;

import org.radiologytrust.model.Span;

/**
 * A text as checks and prompts read it, and the way back to the text as it was sent.
 *
 * <ul>
 *   <li>What cannot be seen is taken out: soft hyphens, zero-width and direction characters,
 *       variation selectors, controls. Every blank is a plain one, {@code &nbsp;} too.
 *   <li>Full-width letters, ligatures and the like are written plainly (NFKC), but superscripts,
 *       subscripts, fractions and the micro sign stay.
 *   <li>In a word that has ASCII letters, each other letter that looks like one ASCII letter is
 *       replaced by it, and an accent that makes no letter with the one before it is taken out. All
 *       other words stay, as do α, ü and ß.
 * </ul>
 *
 * <p>Printable ASCII stays as it is, references of HTML apart. Cleaning a clean text changes
 * nothing. All places and lengths are in code points.
 */
public final class CleanText {
  private final String text;
  private final int length;
  private final int[] starts;
  private final int[] ends;
  private final boolean bidiControls;
  private final int mixedWords;

  private CleanText(
      String text, int length, int[] starts, int[] ends, boolean bidiControls, int mixedWords) {
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
    return text.chars()
        .allMatch(c -> c >= ' ' && c < 0x7f && c != '&' || c == '\n' || c == '\t' || c == '\r');
  }

  public String text() {
    return text;
  }

  /** Length of {@link #text} in code points. */
  public int length() {
    return length;
  }

  /** Where the original has the code points from one place up to another, at least one. */
  public Span span(int from, int to) {
    return starts == null ? new Span(from, to) : new Span(starts[from], ends[to - 1]);
  }

  /** The first place that was made of the original at {@code place} or behind it. */
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
   * The text by which words are found: {@code léft} is {@code left} here. As many code points as
   * {@link #text}, each in the same place.
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

  /** Whether the original had characters that steer the direction of writing. */
  public boolean bidiControls() {
    return bidiControls;
  }

  /** In how many words letters of another script were taken for the Latin ones they look like. */
  public int mixedWords() {
    return mixedWords;
  }
}
