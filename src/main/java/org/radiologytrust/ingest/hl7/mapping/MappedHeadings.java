package org.radiologytrust.ingest.hl7.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Span;

/**
 * Finds the headings of a mapping in a report's text. A heading stands at the start of a line and
 * holds up to the next one, or up to text whose section the message itself names.
 */
public final class MappedHeadings {
  private final Map<String, Section> headings;

  /**
   * Creates the search.
   *
   * @param headings in lower case
   */
  public MappedHeadings(Map<String, Section> headings) {
    this.headings = headings;
  }

  /**
   * The hints with those of headings.
   *
   * @param named hints from the codes of the segments, in the order of the text
   */
  public List<SectionHint> with(List<SectionHint> named, String text) {
    if (headings.isEmpty()) {
      return named;
    }
    List<SectionHint> all = new ArrayList<>(named);
    Section section = null;
    int start = 0;
    int at = 0;
    for (String line : text.split("\n", -1)) {
      Section next = heading(line);
      if (next != null) {
        add(all, named, section, start, at - 1);
        section = next;
        start = at;
      }
      at += line.codePointCount(0, line.length()) + 1;
    }
    add(all, named, section, start, at - 1);
    all.sort(Comparator.comparing(hint -> hint.span().start()));
    return all;
  }

  private static void add(
      List<SectionHint> all,
      List<SectionHint> named,
      @Nullable Section section,
      int start,
      int end) {
    if (section == null) {
      return;
    }
    int to =
        named.stream()
            .filter(hint -> hint.span().end() > start)
            .mapToInt(hint -> Math.max(start, hint.span().start()))
            .reduce(end, Math::min);
    if (to > start) {
      all.add(new SectionHint(new Span(start, to), section));
    }
  }

  private @Nullable Section heading(String line) {
    String folded = line.strip().toLowerCase(Locale.ROOT);
    String best = "";
    for (String heading : headings.keySet()) {
      boolean whole =
          folded.startsWith(heading)
              && (folded.length() == heading.length()
                  || !Character.isLetterOrDigit(folded.charAt(heading.length())));
      best = whole && heading.length() > best.length() ? heading : best;
    }
    return best.isEmpty() ? null : headings.get(best);
  }
}
