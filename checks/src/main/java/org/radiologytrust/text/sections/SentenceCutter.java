package org.radiologytrust.text.sections;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.radiologytrust.model.Section;

/**
 * Splits the blocks of one text into sentences, in order. Use one object for one text, because it
 * remembers the last list number from block to block.
 */
final class SentenceCutter {
  private static final Pattern NUMBER = Pattern.compile("\\(?(\\d{1,2})[.)](?=\\s)");
  private static final Pattern BULLET = Pattern.compile("(?:[-*•·–—▪◦>]{1,2}|[a-h][.)])(?=[ \\t])");

  /**
   * A sentence.
   *
   * @param labels the labels before it that apply to it, the outer one first
   */
  record Piece(Section section, Range range, List<Range> labels) {
    Piece in(Section other) {
      return other == section ? this : new Piece(other, range, labels);
    }
  }

  private final String text;
  private final SentenceEnds ends;
  private final int maxLength;
  private final int wrapWidth;
  private final List<Piece> pieces = new ArrayList<>();
  private List<Range> labels = List.of();
  private int lastNumber;

  /**
   * @param maxLength longest sentence in code points
   */
  SentenceCutter(String text, SentenceEnds.Words words, int maxLength) {
    this.text = text;
    this.ends = new SentenceEnds(text, words);
    this.maxLength = maxLength;
    int longest = text.lines().mapToInt(String::length).max().orElse(0);
    // a text with lines of more than 120 characters was not wrapped, so each line is a new
    // statement
    this.wrapWidth = longest > 120 ? Integer.MAX_VALUE : Math.max(60, longest);
  }

  List<Piece> pieces() {
    return pieces;
  }

  /** Starts a new list, at the start of a section. */
  void restartNumbers() {
    lastNumber = 0;
  }

  /** Adds {@code text[from, to)} as one sentence without splitting it. It has no labels. */
  void whole(Section section, int from, int to) {
    labels = List.of();
    add(section, from, to, pieces.size());
  }

  /**
   * Splits {@code text[from, to)}, which must not contain an empty line.
   *
   * @param inForce the labels of this text, the outer one first; one that stands in a sentence is
   *     given only to the sentences after it
   */
  void cut(Section section, List<Range> inForce, int from, int to) {
    labels = inForce;
    int block = pieces.size();
    int start = -1;
    boolean lineStart = true;
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      if (start < 0) {
        if (SentenceEnds.blank(c)) {
          lineStart |= c == '\n';
          i++;
          continue;
        }
        int behind = listMark(i, to, lineStart, true);
        lineStart = false;
        if (behind > i) {
          i = behind;
          continue;
        }
        start = i;
      }
      if (i > start && (lastNumber > 0 && nextItem(i, to) || markBetween(i, to))) {
        add(section, start, i, block);
        start = -1;
        continue;
      }
      if (c == '\n' && breaks(i, to)) {
        add(section, start, i, block);
        start = -1;
        lineStart = true;
        i++;
      } else if (ends.at(i, start, to)) {
        int end = i + 1;
        while (end < to && SentenceEnds.closes(text.charAt(end))) {
          end++;
        }
        add(section, start, end, block);
        start = -1;
        i = end;
      } else {
        i++;
      }
    }
    if (start >= 0) {
      add(section, start, to, block);
    }
  }

  private void add(Section section, int from, int end, int block) {
    int to = end;
    while (to > from && SentenceEnds.blank(text.charAt(to - 1))) {
      to--;
    }
    int at = from;
    while (at < to) {
      int stop = to;
      if (to - at > maxLength && text.codePointCount(at, to) > maxLength) {
        stop = text.offsetByCodePoints(at, maxLength);
        int gap = stop;
        while (gap > at && !SentenceEnds.blank(text.charAt(gap))) {
          gap--;
        }
        stop = gap > at ? gap : stop;
      }
      addPiece(section, at, stop, block);
      at = stop;
      while (at < to && SentenceEnds.blank(text.charAt(at))) {
        at++;
      }
    }
  }

  private void addPiece(Section section, int from, int end, int block) {
    int to = end;
    while (to > from && SentenceEnds.blank(text.charAt(to - 1))) {
      to--;
    }
    if (to == from) {
      return;
    }
    if (text.substring(from, to).codePoints().anyMatch(Character::isLetterOrDigit)) {
      pieces.add(
          new Piece(
              section,
              new Range(from, to),
              labels.stream().filter(label -> label.to() <= from).toList()));
    } else if (pieces.size() > block && fits(pieces.get(pieces.size() - 1).range().from(), to)) {
      // punctuation alone is no sentence, so it is added to the sentence before
      Piece last = pieces.remove(pieces.size() - 1);
      pieces.add(new Piece(last.section(), new Range(last.range().from(), to), last.labels()));
    } else {
      pieces.add(new Piece(Section.ADMINISTRATIVE, new Range(from, to), List.of()));
    }
  }

  private boolean fits(int from, int to) {
    return text.codePointCount(from, to) <= maxLength;
  }

  /** Whether the line break at {@code i} ends the sentence. */
  private boolean breaks(int i, int to) {
    int next = i;
    while (next < to && SentenceEnds.blank(text.charAt(next))) {
      next++;
    }
    if (next == to || listMark(next, to, true, false) > next) {
      return true;
    }
    if (i > 0 && text.charAt(i - 1) == ':') {
      return false; // a subheading and the text below it are one sentence
    }
    if (!Character.isUpperCase(text.codePointAt(next))) {
      return false;
    }
    int lineStart = text.lastIndexOf('\n', i - 1) + 1;
    int wordEnd = next;
    while (wordEnd < to
        && !SentenceEnds.blank(text.charAt(wordEnd))
        && wordEnd - next < wrapWidth) {
      wordEnd++;
    }
    // when the next word would have fitted on this line, the break was made on purpose
    return wrapWidth == Integer.MAX_VALUE || i - lineStart + 1 + wordEnd - next <= wrapWidth;
  }

  /** Whether an item of a list begins at {@code i} with a mark that stands between blanks. */
  private boolean markBetween(int i, int to) {
    int next = i + 1;
    while (next < to && SentenceEnds.blank(text.charAt(next))) {
      next++;
    }
    return isMark(text.charAt(i))
        && SentenceEnds.blank(text.charAt(i - 1))
        && next > i + 1
        && next < to
        && Character.isUpperCase(text.charAt(next));
  }

  /** Whether the items of a list without line breaks can begin with it. */
  static boolean isMark(char c) {
    return c == '"' || c == '•';
  }

  /**
   * Whether the next item of a numbered list begins at {@code i}, though no full stop is before.
   */
  private boolean nextItem(int i, int to) {
    if (!SentenceEnds.blank(text.charAt(i - 1))) {
      return false;
    }
    Matcher number = NUMBER.matcher(text).region(i, Math.min(to, i + 6));
    if (!number.useTransparentBounds(true).lookingAt()
        || Integer.parseInt(number.group(1)) != lastNumber + 1
        || ends.takesNumber(i)) {
      return false;
    }
    int next = number.end();
    while (next < to && SentenceEnds.blank(text.charAt(next))) {
      next++;
    }
    return next < to && Character.isUpperCase(text.charAt(next));
  }

  /**
   * The index after the list mark at {@code i}; {@code i} when there is none.
   *
   * @param free whether no sentence has begun, so that a number can only be a list mark
   */
  private int listMark(int i, int to, boolean lineStart, boolean free) {
    if (lineStart) {
      Matcher bullet = BULLET.matcher(text).region(i, to);
      if (bullet.lookingAt()) {
        return bullet.end();
      }
    }
    Matcher number = NUMBER.matcher(text).region(i, Math.min(to, i + 6));
    if (!number.useTransparentBounds(true).lookingAt()) {
      return i;
    }
    int n = Integer.parseInt(number.group(1));
    boolean expected = n == 1 || n == lastNumber + 1;
    if (!expected && !(free && lineStart)) {
      return i;
    }
    if (!free && ends.takesNumber(i)) {
      return i;
    }
    lastNumber = n;
    return number.end();
  }
}
