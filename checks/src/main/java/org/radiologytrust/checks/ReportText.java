package org.radiologytrust.checks;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A report's text.
 *
 * @param text as it was written: line ends, tabs and other white space are kept, and all offsets
 *     refer to it
 * @param sections where the sender says that sections begin, in order of the text; sections that
 *     only the text itself names are found without them
 */
public record ReportText(String text, List<SectionMark> sections) {
  /**
   * @throws IllegalArgumentException if a section begins outside the text
   */
  public ReportText {
    Objects.requireNonNull(text, "text");
    sections = sections.stream().sorted(Comparator.comparing(SectionMark::start)).toList();
    for (SectionMark mark : sections) {
      if (mark.start() > text.length()) {
        throw new IllegalArgumentException("a section begins behind the text: " + mark);
      }
    }
  }

  /** A text without marked sections. */
  public static ReportText of(String text) {
    return new ReportText(text, List.of());
  }

  /** Withholds the text, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "ReportText[withheld]";
  }
}
