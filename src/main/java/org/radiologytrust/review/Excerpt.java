package org.radiologytrust.review;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words of a report with the words around them, in one line, cut between words. */
final class Excerpt {
  private static final Pattern WORD = Pattern.compile("\\S+");
  private static final Pattern END = Pattern.compile("[.;,:]+$");
  private static final String CUT = "…";

  private final String text;
  private final List<MatchResult> words;
  private final int most;
  private int first;
  private int last;
  private int length;

  private Excerpt(String text, int from, int to, int most) {
    this.text = text;
    this.most = most;
    words = WORD.matcher(text).results().toList();
    while (first < words.size() - 1 && words.get(first).end() <= from) {
      first++;
    }
    last = first;
    length = words.isEmpty() ? 0 : length(first);
    while (last < words.size() - 1 && words.get(last + 1).start() < to && fits(last + 1)) {
      length += 1 + length(++last);
    }
  }

  /**
   * The words from one UTF-16 offset of a text to another, with as much around them as fits.
   *
   * @param most characters of the line
   */
  static String of(String text, int from, int to, int most) {
    Excerpt excerpt = new Excerpt(text, from, to, most);
    excerpt.widen();
    return excerpt.line();
  }

  /** A whole text, as much of it as fits. */
  static String of(String text, int most) {
    return of(text, 0, text.length(), most);
  }

  private int length(int word) {
    MatchResult found = words.get(word);
    return text.codePointCount(found.start(), found.end());
  }

  private boolean fits(int word) {
    return length + 1 + length(word) <= most;
  }

  private void widen() {
    boolean wider = !words.isEmpty();
    while (wider) {
      wider = false;
      if (last < words.size() - 1 && fits(last + 1)) {
        length += 1 + length(++last);
        wider = true;
      }
      if (first > 0 && fits(first - 1)) {
        length += 1 + length(--first);
        wider = true;
      }
    }
  }

  private String line() {
    if (words.isEmpty()) {
      return "";
    }
    String line =
        words.subList(first, last + 1).stream()
            .map(MatchResult::group)
            .collect(Collectors.joining(" "))
            // only our own quotation marks are left
            .replace('“', '‘')
            .replace('”', '’');
    if (line.codePointCount(0, line.length()) > most) {
      // a language without blanks
      return line.substring(0, line.offsetByCodePoints(0, most)) + CUT;
    }
    String end = last < words.size() - 1 ? " " + CUT : "";
    return (first > 0 ? CUT + " " : "") + (end.isEmpty() ? ended(line) : line + end);
  }

  /** Without the full stop, unless nothing else is left. */
  private static String ended(String line) {
    String without = END.matcher(line).replaceAll("");
    return without.isBlank() ? line : without;
  }
}
