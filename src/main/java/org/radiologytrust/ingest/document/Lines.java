package org.radiologytrust.ingest.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;

/** Collects the lines of a document, so that their text is canonical. */
public final class Lines {
  /** A run of blanks this long is not layout. */
  private static final Pattern BLANKS = Pattern.compile("[ \\t\\u00a0]{200,}");

  private final int maxText;
  private final List<Document.Line> lines = new ArrayList<>();
  private int length;

  /**
   * @param maxText most characters
   */
  public Lines(int maxText) {
    this.maxText = maxText;
  }

  /** Adds a text that may have several lines. */
  public void text(String text, @Nullable Section section) {
    String plain = BLANKS.matcher(text.replace("\u0000", "").replace("\ufeff", "")).replaceAll(" ");
    for (String line : (Iterable<String>) plain.lines()::iterator) {
      add(new Document.Line(trimmed(line), List.of(), section));
    }
  }

  /**
   * Adds a line, unless it is an empty one at the start or after another empty one.
   *
   * @param line without blanks at its end
   */
  public void add(Document.Line line) {
    boolean empty = line.text().isEmpty();
    if (empty && (lines.isEmpty() || lines.get(lines.size() - 1).text().isEmpty())) {
      return;
    }
    length += line.text().length() + 1;
    if (length > maxText) {
      throw new UnreadableException(Unreadable.Reason.TOO_MUCH_TEXT);
    }
    // the text begins with a word, as a report's text does
    boolean first = lines.isEmpty() && line.places().isEmpty();
    lines.add(first ? new Document.Line(line.text().strip(), List.of(), line.section()) : line);
  }

  /** The lines, without an empty one at the end. */
  public List<Document.Line> list() {
    int end = lines.size();
    while (end > 0 && lines.get(end - 1).text().isEmpty()) {
      end--;
    }
    return List.copyOf(lines.subList(0, end));
  }

  private static String trimmed(String line) {
    int end = line.length();
    while (end > 0 && blank(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(0, end);
  }

  private static boolean blank(char c) {
    return c == '\u00a0' || Character.isWhitespace(c);
  }
}
