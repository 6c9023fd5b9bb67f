package org.radiologytrust.cli;

import java.net.URI;
import java.net.URISyntaxException;

/** Texts as the pages of {@code rtl batch} can hold them: never markup, never hidden. */
final class PageText {
  private PageText() {}

  /**
   * A text for an element or a quoted attribute. Control characters, lone surrogates and the
   * directional overrides that make a reader see other words than there are become U+FFFD, one for
   * one.
   */
  static String escaped(String text) {
    StringBuilder page = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(page, c));
    return page.toString();
  }

  private static void append(StringBuilder page, int c) {
    switch (c) {
      case '&' -> page.append("&amp;");
      case '<' -> page.append("&lt;");
      case '>' -> page.append("&gt;");
      case '"' -> page.append("&quot;");
      case '\'' -> page.append("&#39;");
      default -> page.appendCodePoint(readable(c) ? c : 0xFFFD);
    }
  }

  private static boolean readable(int c) {
    boolean control = Character.getType(c) == Character.CONTROL && c != '\n' && c != '\t';
    boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    boolean override = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    return !control && !surrogate && !override;
  }

  /** A relative link to a file below this page, escaped. */
  static String link(String path) {
    try {
      // the dot keeps a colon in the name from being read as a scheme
      return escaped("./" + new URI(null, null, "/" + path, null).toASCIIString().substring(1));
    } catch (URISyntaxException e) {
      return "#";
    }
  }
}
