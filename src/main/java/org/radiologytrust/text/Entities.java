package org.radiologytrust.text;

import org.jsoup.parser.Parser;

/**
 * Character references of HTML that a sender left in plain text, such as {@code &nbsp;}. A
 * reference to an ASCII letter or digit stays: it hides nothing.
 */
final class Entities {
  private static final int LONGEST = 32;

  private Entities() {}

  /** The text with what its references stand for; {@code null} where there is none to replace. */
  static CodePoints decoded(CodePoints in) {
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

  /** What stands behind the reference at a place, "&amp;amp;nbsp;" taken as one, or the place. */
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
