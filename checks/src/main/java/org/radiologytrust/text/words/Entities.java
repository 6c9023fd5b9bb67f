package org.radiologytrust.text.words;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decodes HTML character references, such as {@code &nbsp;}, that a sender left in plain text. A
 * reference to an ASCII letter or digit is left as it is, because it hides nothing.
 */
final class Entities {
  private static final int LONGEST = 32;
  private static final String FILE = "/text/html-entities.txt";

  /** What each name stands for. */
  private static final Map<String, String> NAMED = load();

  /** What the numbers from 0x80 to 0x9f mean in HTML: the characters of Windows-1252. */
  private static final String WINDOWS =
      "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f"
          + "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

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
    String reference = in.text(name, behind - 1);
    return reference.startsWith("#")
        ? numbered(reference.substring(1))
        : NAMED.getOrDefault(reference, "");
  }

  /** The character with this number, as {@code 160} or {@code xa0}; empty if it is to stay. */
  private static String numbered(String number) {
    boolean hex = number.startsWith("x") || number.startsWith("X");
    int code;
    try {
      code = Integer.parseUnsignedInt(hex ? number.substring(1) : number, hex ? 16 : 10);
    } catch (NumberFormatException e) {
      return "";
    }
    int meant = code >= 0x80 && code < 0xa0 ? WINDOWS.charAt(code - 0x80) : code;
    boolean stays =
        !Character.isValidCodePoint(meant)
            || meant >= Character.MIN_SURROGATE && meant <= Character.MAX_SURROGATE
            || meant == 0xfffd
            || nameChar(meant)
            || meant == '&'
            || meant == ';';
    return stays ? "" : Character.toString(meant);
  }

  private static Map<String, String> load() {
    return TableFile.rows(FILE, ";").stream()
        .collect(Collectors.toUnmodifiableMap(f -> f[0], f -> text(f[1])));
  }

  private static String text(String codes) {
    return Arrays.stream(codes.split(" "))
        .map(code -> Character.toString(Integer.parseInt(code, 16)))
        .collect(Collectors.joining());
  }
}
