package org.radiologytrust.ingest.document.cda;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Takes a CSS style sheet apart, in linear time. */
final class StyleSheet {
  private StyleSheet() {}

  /** A rule, in lower case. */
  record Rule(List<String> selectors, String declarations) {}

  /** The rules; those for some media or pages only are left out. */
  static List<Rule> rules(String sheet) {
    List<Rule> rules = new ArrayList<>();
    String css = withoutComments(sheet.toLowerCase(Locale.ROOT));
    int at = 0;
    for (int open = css.indexOf('{'); open >= 0; open = css.indexOf('{', at)) {
      String before = css.substring(at, open);
      String selectors = before.substring(before.lastIndexOf(';') + 1).strip();
      int close = selectors.startsWith("@") ? endOfBlock(css, open) : css.indexOf('}', open);
      int end = close < 0 ? css.length() : close;
      if (!selectors.startsWith("@")) {
        List<String> all = Stream.of(selectors.split(",")).map(String::strip).toList();
        rules.add(new Rule(all, css.substring(open + 1, end)));
      }
      at = Math.min(end + 1, css.length());
    }
    return rules;
  }

  private static String withoutComments(String css) {
    StringBuilder plain = new StringBuilder();
    int at = 0;
    for (int open = css.indexOf("/*"); open >= 0; open = css.indexOf("/*", at)) {
      plain.append(css, at, open).append(' ');
      int close = css.indexOf("*/", open + 2);
      at = close < 0 ? css.length() : close + 2;
    }
    return plain.append(css, at, css.length()).toString();
  }

  /** Where the block ends that begins at a brace; -1 if it does not end. */
  private static int endOfBlock(String css, int open) {
    int depth = 0;
    for (int i = open; i < css.length(); i++) {
      depth += css.charAt(i) == '{' ? 1 : css.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }
}
