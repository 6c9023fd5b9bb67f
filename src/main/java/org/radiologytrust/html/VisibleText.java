package org.radiologytrust.html;

import gg.jte.Content;
import gg.jte.TemplateOutput;
import java.util.Locale;

/**
 * Text of a report or of a model in a page. Characters that control, hide or turn text appear as
 * their code point, such as U+202E, so that nothing in the page is invisible.
 */
public final class VisibleText {
  private VisibleText() {}

  /** For the content of an element. The template escapes the text. */
  public static Content text(String s) {
    return new Content() {
      @Override
      public void writeTo(TemplateOutput output) {
        int from = 0;
        for (int i = 0; i < s.length(); i += Character.charCount(s.codePointAt(i))) {
          int c = s.codePointAt(i);
          if (!visible(c)) {
            output.writeUserContent(s.substring(from, i));
            output.writeContent("<span class=\"inv\">" + codePoint(c) + "</span>");
            from = i + Character.charCount(c);
          }
        }
        output.writeUserContent(s.substring(from));
      }
    };
  }

  /** For attributes, titles and plots, where no element can stand. */
  public static String plain(String s) {
    StringBuilder out = new StringBuilder();
    s.codePoints()
        .forEach(
            c -> {
              if (visible(c)) {
                out.appendCodePoint(c);
              } else {
                out.append('[').append(codePoint(c)).append(']');
              }
            });
    return out.toString();
  }

  private static String codePoint(int c) {
    return String.format(Locale.ROOT, "U+%04X", c);
  }

  private static boolean visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t';
      case Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // letters without a shape: Hangul fillers and the blank Braille pattern
      default -> c != 0x3164 && c != 0x115F && c != 0x1160 && c != 0xFFA0 && c != 0x2800;
    };
  }
}
