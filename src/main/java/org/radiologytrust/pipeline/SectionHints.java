package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.text.CleanText;

/**
 * The sections that the message itself told, by UTF-16 index. Read in order of the text: a place is
 * never asked for before an earlier one.
 */
final class SectionHints {
  private record Range(int from, int to, Section section) {}

  private final List<Range> ranges = new ArrayList<>();
  private int current;

  /**
   * SectionHints that reach beyond the text are cut; of two that overlap the first one counts.
   *
   * @param text the clean text as it is cut
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
      Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
      if (last != null
          && last.section() == h.section()
          && text.substring(last.to(), from).isBlank()) {
        // One hint per line: a heading in one line holds for the lines below.
        ranges.set(ranges.size() - 1, new Range(last.from(), to, h.section()));
      } else {
        ranges.add(new Range(from, to, h.section()));
      }
      utf16 = to;
      point = end;
    }
  }

  /** The section told for this place, or {@code null}. */
  Section at(int index) {
    while (current < ranges.size() && ranges.get(current).to() <= index) {
      current++;
    }
    if (current == ranges.size() || index < ranges.get(current).from()) {
      return null;
    }
    return ranges.get(current).section();
  }

  /** The next place behind {@code from} where another section begins, or {@code to}. */
  int next(int from, int to) {
    Section here = at(from);
    if (current == ranges.size()) {
      return to;
    }
    Range r = ranges.get(current);
    int edge = here == null ? r.from() : r.to();
    return edge > from && edge < to ? edge : to;
  }
}
