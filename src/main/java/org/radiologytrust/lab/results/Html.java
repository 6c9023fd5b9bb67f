package org.radiologytrust.lab.results;

import java.util.Locale;

/** Foreign text in a page. */
final class Html {
  private Html() {}

  /**
   * Text that is safe in an element and in a quoted attribute of a page that shows nothing
   * invisible: characters that control, hide or turn text are told by their number.
   */
  static String text(String s) {
    return escaped(s, "<span class=\"inv\">", "</span>");
  }

  /** The same without elements, for attributes and for {@code title}. */
  static String attribute(String s) {
    return escaped(s, "[", "]");
  }

  private static String escaped(String s, String before, String behind) {
    StringBuilder out = new StringBuilder(s.length() + 16);
    s.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append((char) c);
                default -> {
                  if (shows(c)) {
                    out.appendCodePoint(c);
                  } else {
                    out.append(before)
                        .append(String.format(Locale.ROOT, "U+%04X", c))
                        .append(behind);
                  }
                }
              }
            });
    return out.toString();
  }

  private static boolean shows(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> c != 0x3164 && c != 0x115F && c != 0x1160 && c != 0xFFA0 && c != 0x2800;
    };
  }
}
