package org.radiologytrust.pipeline;

import java.util.Optional;
import org.radiologytrust.model.Span;

/**
 * A piece of the report as the model is shown it, and the way back: where each of its characters
 * stands in the report. White space is one blank; invisible characters, rows of dashes (the fence
 * around the data) and Ollama's image mark are taken out or changed.
 */
final class Shown {
  private final String text;
  private final int[] origin;

  private Shown(String text, int[] origin) {
    this.text = text;
    this.origin = origin;
  }

  /**
   * @param masked a piece of the report with the patient hidden, code point for code point
   * @param start where the piece starts in the report, in code points
   */
  static Shown of(String masked, int start) {
    int[] points = masked.codePoints().toArray();
    StringBuilder out = new StringBuilder(masked.length());
    int[] origin = new int[masked.length() + 1];
    int dashes = 0;
    for (int i = 0; i < points.length; i++) {
      int c = points[i];
      boolean blank = Character.isWhitespace(c) || Character.isSpaceChar(c);
      dashes = c == '-' ? dashes + 1 : 0;
      if (blank && (out.length() == 0 || out.charAt(out.length() - 1) == ' ')
          || !blank && unseen(c)
          || dashes > 3) {
        continue;
      }
      int from = out.length();
      out.appendCodePoint(blank ? ' ' : c == '[' && image(points, i) ? '(' : c);
      for (int at = from; at < out.length(); at++) {
        origin[at] = start + i;
      }
    }
    int length = out.length();
    while (length > 0 && out.charAt(length - 1) == ' ') {
      length--;
    }
    return new Shown(out.substring(0, length), origin);
  }

  private static boolean unseen(int c) {
    int type = Character.getType(c);
    return type == Character.FORMAT || type == Character.CONTROL;
  }

  private static boolean image(int[] points, int at) {
    return at + 3 < points.length && new String(points, at + 1, 3).equalsIgnoreCase("img");
  }

  String text() {
    return text;
  }

  /**
   * Where a quote stands in the report: its first place from {@code notBefore} on, else its first.
   *
   * @param notBefore code point of the report
   */
  Optional<Span> find(String quote, int notBefore) {
    String wanted = quote.strip().replaceAll("\\s+", " ");
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    int first = text.indexOf(wanted);
    int at = first;
    while (at >= 0 && origin[at] < notBefore) {
      at = text.indexOf(wanted, at + 1);
    }
    int found = at >= 0 ? at : first;
    return found < 0
        ? Optional.empty()
        : Optional.of(new Span(origin[found], origin[found + wanted.length() - 1] + 1));
  }
}
