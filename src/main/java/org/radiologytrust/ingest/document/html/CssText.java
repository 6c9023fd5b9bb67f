package org.radiologytrust.ingest.document.html;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows which CSS the parser must not get: its time and its stack have no limits of their own. */
final class CssText {
  /** Brackets within brackets. */
  private static final int MAX_DEPTH = 40;

  /** Characters of a name or a number. */
  private static final int LONGEST_WORD = 1_000;

  /**
   * A picture or a font within CSS. No rule can be in it: it has no brace and no end of a comment.
   */
  private static final Pattern PICTURE =
      Pattern.compile("(?i)url\\(\\s*+[\"']?data:[a-z0-9/.+;=-]{0,80};base64,[a-z0-9+/=%\\s]*+");

  /** Colours that the parser drops, though browsers know them. Nobody looks at their numbers. */
  private static final Pattern COLOR = Pattern.compile("(?i)\\b(?:ok)?lch\\(");

  private CssText() {}

  /**
   * The same CSS for the parser: without the data of pictures, which say nothing about text, and
   * with another name of colours that the parser would drop.
   */
  static String forParser(String css) {
    String text = PICTURE.matcher(css).replaceAll(found -> head(found.group()));
    return COLOR.matcher(text).replaceAll("lab(");
  }

  private static String head(String picture) {
    return Matcher.quoteReplacement(picture.substring(0, picture.indexOf(',') + 1));
  }

  /** Whether it has neither many brackets within brackets nor very long words. */
  static boolean isSimple(String css) {
    int[] open = new int[3];
    int word = 0;
    for (int i = 0; i < css.length(); i++) {
      char c = css.charAt(i);
      int opens = "([{".indexOf(c);
      int closes = ")]}".indexOf(c);
      if (opens >= 0) {
        open[opens]++;
      } else if (closes >= 0) {
        open[closes] = Math.max(0, open[closes] - 1);
      }
      word = Character.isLetterOrDigit(c) || ".+-_%\\".indexOf(c) >= 0 ? word + 1 : 0;
      if (open[0] + open[1] + open[2] > MAX_DEPTH || word > LONGEST_WORD) {
        return false;
      }
      i = end(css, i, c);
    }
    return true;
  }

  /** The end of the text or comment that begins here; brackets within it are none. */
  private static int end(String css, int start, char c) {
    if (c == '\\') {
      return start + 1;
    } else if (c == '/' && css.startsWith("/*", start)) {
      int end = css.indexOf("*/", start + 2);
      return end < 0 ? css.length() : end + 1;
    } else if (c != '"' && c != '\'') {
      return start;
    }
    for (int i = start + 1; i < css.length() && css.charAt(i) != '\n'; i++) {
      if (css.charAt(i) == c) {
        return i;
      } else if (css.charAt(i) == '\\') {
        i++;
      }
    }
    return start;
  }
}
