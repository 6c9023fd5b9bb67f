package org.radiologytrust.text.sections;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.text.words.CleanText;

/**
 * The sections that the message itself marks, by UTF-16 index. Callers must ask for places in
 * ascending order.
 */
final class SectionHints {
  /** A part of the text in one marked section. */
  record Marked(int from, int to, Section section) {}

  private final List<Marked> ranges = new ArrayList<>();
  private int current;

  /**
   * Hints that reach beyond the text are cut. Where two overlap, the first one applies.
   *
   * @param text the text that is split into sentences
   */
  SectionHints(CleanText clean, String text, List<SectionHint> hints) {
    int points = clean.length();
    int utf16 = 0;
    int point = 0;
    for (SectionHint h :
        hints.stream().sorted(Comparator.comparing(h -> h.span().start())).toList()) {
      int start = Math.max(point, Math.min(points, clean.indexOf(h.span().start())));
      int end = Math.min(points, clean.indexOf(h.span().end()));
      if (end <= start) {
        continue;
      }
      int from = text.offsetByCodePoints(utf16, start - point);
      int to = text.offsetByCodePoints(from, end - start);
      Marked last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null
          && last.section() == h.section()
          && text.substring(last.to(), from).isBlank()) {
        // senders mark each line, so adjacent hints for the same section are one section
        ranges.set(ranges.size() - 1, new Marked(last.from(), to, h.section()));
      } else {
        ranges.add(new Marked(from, to, h.section()));
      }
      utf16 = to;
      point = end;
    }
  }

  /** The marked parts, in order of the text. */
  List<Marked> all() {
    return List.copyOf(ranges);
  }

  /** The marked section at this place; {@code null} when none is marked. */
  @Nullable Section at(int index) {
    while (current < ranges.size() && ranges.get(current).to() <= index) {
      current++;
    }
    if (current == ranges.size() || index < ranges.get(current).from()) {
      return null;
    }
    return ranges.get(current).section();
  }

  /**
   * The next place after {@code from} where another section begins; {@code to} when there is none
   * before it.
   */
  int next(int from, int to) {
    Section here = at(from);
    if (current == ranges.size()) {
      return to;
    }
    Marked r = ranges.get(current);
    int edge = here == null ? r.from() : r.to();
    return edge > from && edge < to ? edge : to;
  }
}
