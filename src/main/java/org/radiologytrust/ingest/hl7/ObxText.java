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
  static final Assembled NOTHING = new Assembled("", List.of(), List.of());

  private final List<Line> lines = new ArrayList<>();
  private boolean severalBefore;

  private record Line(TracedText text, @Nullable Section section) {
    boolean isEmpty() {
      return text.text().isEmpty();
    }
  }

  /**
   * The text and its sections from OBX-3.
   *
   * @param runs where the message has the parts of the text; line ends belong to none
   */
  record Assembled(String text, List<SectionHint> hints, List<TracedText.Run> runs) {}

  /**
   * Adds the text of the next OBX.
   *
   * @param section its section; null if there is none
   */
  void add(TracedText text, @Nullable Section section) {
    List<TracedText> parts = split(text);
    long filled = parts.stream().filter(part -> !part.text().isBlank()).count();
    boolean several = filled > 1;
    if (several || severalBefore) {
      addLine(TracedText.EMPTY, section);
    }
    severalBefore = several;
    for (TracedText part : parts) {
      addLine(part.upTo(withoutTrailingBlanks(part.text())), section);
    }
  }

  /** The lines without their ends, and without the characters that the model does not allow. */
  private static List<TracedText> split(TracedText text) {
    List<TracedText> lines = new ArrayList<>();
    String all = text.text();
    TracedText.Builder line = new TracedText.Builder();
    int from = 0;
    for (int at = 0; at < all.length(); at++) {
      char c = all.charAt(at);
      boolean end = c == '\n' || c == '\r';
      if (end || c == '\0' || c == '\ufeff') {
        line.add(text.part(from, at));
        if (end) {
          lines.add(line.build());
          line = new TracedText.Builder();
        }
        boolean both = c == '\r' && at + 1 < all.length() && all.charAt(at + 1) == '\n';
        at += both ? 1 : 0;
        from = at + 1;
      }
    }
    lines.add(line.add(text.part(from, all.length())).build());
    return lines;
  }

  private void addLine(TracedText text, @Nullable Section section) {
    boolean emptyBefore = lines.isEmpty() || lines.get(lines.size() - 1).isEmpty();
    if (!text.text().isEmpty() || !emptyBefore) {
      lines.add(new Line(text, section));
    }
  }

  Assembled assemble() {
    List<Line> kept = stripped();
    TracedText.Builder text = new TracedText.Builder();
    List<Run> runs = new ArrayList<>();
    for (Line line : kept) {
      if (text.length() > 0) {
        text.add("\n");
      }
      int start = text.length();
      text.add(line.text);
      if (!line.isEmpty()) {
        Run last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last != null && last.section == line.section) {
          runs.set(runs.size() - 1, new Run(last.section, last.from, text.length()));
        } else {
          runs.add(new Run(line.section, start, text.length()));
        }
      }
    }
    TracedText whole = text.build();
    return new Assembled(whole.text(), hints(whole.text(), runs), whole.runs());
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
    while (from < to && isBlank(lines.get(from))) {
      from++;
    }
    while (to > from && isBlank(lines.get(to - 1))) {
      to--;
    }
    List<Line> kept = new ArrayList<>(lines.subList(from, to));
    if (!kept.isEmpty()) {
      Line first = kept.get(0);
      kept.set(0, new Line(first.text.stripLeading(), first.section));
      Line last = kept.get(kept.size() - 1);
      kept.set(kept.size() - 1, new Line(last.text.upTo(withoutEnd(last)), last.section));
    }
    return kept;
  }

  private static boolean isBlank(Line line) {
    return withoutEnd(line) == 0;
  }

  /** The length without white space and blanks at the end. */
  private static int withoutEnd(Line line) {
    String text = line.text.text();
    int before;
    int after = text.length();
    do {
      before = after;
      after = withoutTrailingBlanks(text.substring(0, before).stripTrailing());
    } while (after != before);
    return after;
  }

  private static int withoutTrailingBlanks(String line) {
    int end = line.length();
    while (end > 0 && " \t\u00a0".indexOf(line.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }
}
