package org.radiologytrust.text;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.text.SectionHeadings.Kind;
import org.radiologytrust.text.SectionHeadings.Line;

/** Finds the headings of a report, also those without text below them. Thread-safe. */
public final class Headings {
  private final SectionHeadings headings;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public Headings(SiteFiles files) {
    headings = new SentenceSections(files).headings();
  }

  /** The headings of sections that make statements, in order of the text. */
  public List<Heading> of(String report) {
    CleanText clean = CleanText.of(report);
    String text = clean.folded();
    List<Heading> found = new ArrayList<>();
    boolean emptyAbove = true;
    int utf16 = 0;
    int point = 0;
    int from = 0;
    while (from < text.length()) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      int at = from;
      while (at < to) {
        int stop = headings.nextInline(text, at, to);
        Line line = headings.read(text, at, stop, emptyAbove);
        Section section = line.section();
        if (line.kind() == Kind.HEADING && section != null && section.stated()) {
          int start = at;
          while (Character.isWhitespace(text.charAt(start))) {
            start++;
          }
          String name = text.substring(start, line.body()).strip();
          point += text.codePointCount(utf16, start);
          int last = point + name.codePointCount(0, name.length());
          utf16 = start;
          found.add(new Heading(section, name, clean.span(point, last)));
        }
        at = stop;
      }
      emptyAbove = text.substring(from, to).isBlank();
      from = to + 1;
    }
    return found;
  }
}
