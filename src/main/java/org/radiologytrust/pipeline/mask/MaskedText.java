package org.radiologytrust.pipeline.mask;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.words.CharacterKinds;
import org.radiologytrust.text.words.CleanText;

/**
 * A piece of the report in the form that the model sees, with the place of each character in the
 * report. The text is first cleaned ({@link CleanText}). Then the patient is hidden. Finally,
 * characters are replaced that a model could take for the end of the data, for an image placeholder
 * or for one of its control tokens.
 *
 * <p>All places and lengths are in code points.
 */
public final class MaskedText {
  /**
   * A bracket that opens a control token: {@code <end_of_turn>}, {@code <|im_start|>}, {@code
   * <<SYS>>}, {@code [INST]}, {@code [img-0]}. The bracket of {@code <5 mm} does not match.
   */
  private static final Pattern TOKEN =
      Pattern.compile(
          "<(?=[^\\s\\d=.<]|<\\S|[^<>\\s]{1,64}>)"
              + "|\\[(?=/?(?:(?i:img|inst)|[\\p{Lu}_@]{3,40}]))");

  private final int[] points;
  private final int[] places;
  private final CleanText clean;
  private final int start;

  /**
   * @param points the code points that are shown
   * @param places the place of each in the clean text
   * @param start where the piece starts in the report
   */
  private MaskedText(int[] points, int[] places, CleanText clean, int start) {
    this.points = points;
    this.places = places;
    this.clean = clean;
    this.start = start;
  }

  /**
   * @param raw a piece of the report
   * @param start where the piece starts in the report
   * @param mask hides the patient, code point for code point
   */
  static MaskedText of(String raw, int start, UnaryOperator<String> mask) {
    CleanText clean = CleanText.of(raw);
    int[] read = clean.text().codePoints().toArray();
    int[] seen = new int[read.length];
    int[] places = new int[read.length];
    int length = 0;
    for (int i = 0; i < read.length; i++) {
      int c = CharacterKinds.blank(read[i]) ? ' ' : read[i];
      boolean again = c == ' ' && (length == 0 || seen[length - 1] == ' ');
      if (!again) {
        seen[length] = c;
        places[length++] = i;
      }
    }
    if (length > 0 && seen[length - 1] == ' ') {
      length--;
    }
    int[] masked = mask.apply(new String(seen, 0, length)).codePoints().toArray();
    return fenced(masked, places, clean, start);
  }

  /**
   * Removes rows of dashes, which mark the end of the data in prompts, and breaks control tokens.
   */
  private static MaskedText fenced(int[] points, int[] places, CleanText clean, int start) {
    int[] kept = new int[points.length];
    int[] keptPlaces = new int[points.length];
    int length = 0;
    int dashes = 0;
    for (int i = 0; i < points.length; i++) {
      dashes = Character.getType(points[i]) == Character.DASH_PUNCTUATION ? dashes + 1 : 0;
      if (dashes <= 3) {
        kept[length] = points[i];
        keptPlaces[length++] = places[i];
      }
    }
    String text =
        TOKEN
            .matcher(new String(kept, 0, length))
            .replaceAll(m -> m.group().equals("<") ? "\u2039" : "(");
    return new MaskedText(text.codePoints().toArray(), keptPlaces, clean, start);
  }

  public String text() {
    return part(0, points.length);
  }

  /** The shown text of a span of the report. */
  public String text(Span span) {
    int first = clean.indexOf(span.start() - start);
    int behind = clean.indexOf(span.end() - start);
    int from = 0;
    while (from < points.length && places[from] < first) {
      from++;
    }
    int to = from;
    while (to < points.length && places[to] < behind) {
      to++;
    }
    return part(from, to).strip();
  }

  /** The shown text before a place. */
  String before(int place) {
    return part(0, place);
  }

  /** The shown text from a place to the end. */
  String after(int place) {
    return part(place, points.length);
  }

  private String part(int from, int to) {
    return new String(points, from, to - from);
  }

  /**
   * The places where a quote stands as whole words.
   *
   * @param quote as {@link #quote} returns it
   */
  public List<Integer> places(String quote) {
    int[] wanted = quote.codePoints().toArray();
    List<Integer> places = new ArrayList<>();
    for (int at = 0; wanted.length > 0 && at + wanted.length <= points.length; at++) {
      if (matches(wanted, at) && !within(at) && !within(at + wanted.length)) {
        places.add(at);
      }
    }
    return places;
  }

  /** Converts a model's quote to the form of the shown text. */
  public static String quote(String said) {
    return of(said, 0, UnaryOperator.identity()).text();
  }

  private boolean matches(int[] wanted, int at) {
    for (int i = 0; i < wanted.length; i++) {
      if (points[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a place is inside a word or number, such as after the point of 2.5. */
  private boolean within(int at) {
    return word(at - 1) && word(at)
        || digit(at - 1) && point(at) && digit(at + 1)
        || digit(at - 2) && point(at - 1) && digit(at);
  }

  private boolean word(int at) {
    return at >= 0 && at < points.length && CharacterKinds.partOfWord(points[at]);
  }

  private boolean digit(int at) {
    return at >= 0 && at < points.length && Character.isDigit(points[at]);
  }

  private boolean point(int at) {
    return at >= 0 && at < points.length && (points[at] == '.' || points[at] == ',');
  }

  /** The span of the report that is shown from one place up to another, which is excluded. */
  public Span span(int from, int to) {
    Span found = clean.span(places[from], places[to - 1] + 1);
    return new Span(start + found.start(), start + found.end());
  }
}
