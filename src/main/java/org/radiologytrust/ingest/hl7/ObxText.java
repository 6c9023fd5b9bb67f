package org.radiologytrust.ingest.hl7;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Span;

/**
 * Assembles a report's text from its OBX, in the form of {@link
 * org.radiologytrust.model.Report#canonicalText}, with the sections from OBX-3.
 *
 * <p>Single-line OBX are lines of one text. A multi-line OBX is a paragraph.
 */
final class ObxText {
  private final List<Line> lines = new ArrayList<>();
  private boolean severalBefore;

  private record Line(String text, @Nullable Section section) {}

  /** The text and its sections from OBX-3. */
  record Assembled(String text, List<SectionHint> hints) {}

  /**
   * Adds the text of the next OBX.
   *
   * @param section its section; null if there is none
   */
  void add(String text, @Nullable Section section) {
    String[] parts =
        text.replace("\r\n", "\n")
            .replace('\r', '\n')
            .replace("\0", "")
            .replace("\ufeff", "")
            .split("\n", -1);
    int filled = 0;
    for (String part : parts) {
      filled += part.isBlank() ? 0 : 1;
    }
    boolean several = filled > 1;
    if (several || severalBefore) {
      addLine("", section);
    }
    severalBefore = several;
    for (String part : parts) {
      addLine(withoutTrailingBlanks(part), section);
    }
  }

  private void addLine(String text, @Nullable Section section) {
    boolean emptyBefore = lines.isEmpty() || lines.get(lines.size() - 1).text.isEmpty();
    if (!text.isEmpty() || !emptyBefore) {
      lines.add(new Line(text, section));
    }
  }

  Assembled assemble() {
    List<Line> kept = stripped();
    StringBuilder text = new StringBuilder();
    List<Run> runs = new ArrayList<>();
    for (Line line : kept) {
      int start = text.length();
      text.append(line.text);
      if (!line.text.isEmpty()) {
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.section == line.section) {
          runs.set(runs.size() - 1, new Run(last.section, last.from, text.length()));
        } else {
          runs.add(new Run(line.section, start, text.length()));
        }
      }
      text.append('\n');
    }
    String whole = text.isEmpty() ? "" : text.substring(0, text.length() - 1);
    return new Assembled(whole, hints(whole, runs));
  }

  private record Run(@Nullable Section section, int from, int to) {}

  private static List<SectionHint> hints(String text, List<Run> runs) {
    List<SectionHint> hints = new ArrayList<>();
    int units = 0;
    int points = 0;
    for (Run run : runs) {
      int start = points + text.codePointCount(units, run.from);
      int end = start + text.codePointCount(run.from, run.to);
      units = run.to;
      points = end;
      if (run.section != null) {
        hints.add(new SectionHint(new Span(start, end), run.section));
      }
    }
    return hints;
  }

  /** The lines without leading and trailing white space of the whole text. */
  private List<Line> stripped() {
    int from = 0;
    int to = lines.size();
    while (from < to && isBlank(lines.get(from).text)) {
      from++;
    }
    while (to > from && isBlank(lines.get(to - 1).text)) {
      to--;
    }
    List<Line> kept = new ArrayList<>(lines.subList(from, to));
    if (!kept.isEmpty()) {
      Line first = kept.get(0);
      kept.set(0, new Line(first.text.stripLeading(), first.section));
      Line last = kept.get(kept.size() - 1);
      kept.set(kept.size() - 1, new Line(withoutEnd(last.text), last.section));
    }
    return kept;
  }

  private static boolean isBlank(String text) {
    return withoutEnd(text).isEmpty();
  }

  private static String withoutEnd(String text) {
    String before;
    String after = text;
    do {
      before = after;
      after = withoutTrailingBlanks(before.stripTrailing());
    } while (!after.equals(before));
    return after;
  }

  private static String withoutTrailingBlanks(String line) {
    int end = line.length();
    while (end > 0 && " \t\u00a0".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return line.substring(0, end);
  }
}
