package org.radiologytrust.text;

import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Decodes HTML character references, such as {@code &nbsp;}, that a sender left in plain text. A
 * reference to an ASCII letter or digit is left as it is, because it hides nothing.
 */
final class Entities {
  private static final int LONGEST = 32;

  private Entities() {}

  /** Replaces the references in a text; null if there is none to replace. */
  static @Nullable CodePoints decoded(CodePoints in) {
    CodePoints out = null;
    int at = 0;
    while (at < in.length()) {
      int behind = in.at(at) == '&' ? behind(in, at) : at;
      String meant = behind > at ? meant(in, at, behind) : "";
      if (meant.isEmpty()) {
        if (out != null) {
          out.add(in, at);
        }
        at++;
        continue;
      }
      if (out == null) {
        out = new CodePoints(in.length());
        for (int i = 0; i < at; i++) {
          out.add(in, i);
        }
      }
      int start = in.start(at);
      int end = in.end(behind - 1);
      for (int c : meant.codePoints().toArray()) {
        out.add(c, start, end);
      }
      at = behind;
    }
    return out;
  }

  /**
   * The position after the reference that starts at {@code at} ("&amp;amp;nbsp;" counts as one), or
   * {@code at} if there is none.
   */
  private static int behind(CodePoints in, int at) {
    int i = at + 1;
    while (at + 5 <= in.length() && in.text(i, Math.min(i + 4, in.length())).equals("amp;")) {
      i += 4;
    }
    int name = i;
    while (i < in.length() && i - name < LONGEST && nameChar(in.at(i))) {
      i++;
    }
    return i > name && i < in.length() && in.at(i) == ';' ? i + 1 : at;
  }

  private static boolean nameChar(int c) {
    return CharacterKinds.asciiLetter(c) || c >= '0' && c <= '9' || c == '#';
  }

  private static String meant(CodePoints in, int at, int behind) {
    int name = behind - 1;
    while (nameChar(in.at(name - 1))) {
      name--;
    }
    String reference = "&" + in.text(name, behind);
    String meant = Parser.unescapeEntities(reference, true);
    boolean replaced =
        !meant.equals(reference)
            && meant
                .codePoints()
                .noneMatch(c -> nameChar(c) || c == '&' || c == ';' || c == 0xfffd);
    return replaced ? meant : "";
  }
}
