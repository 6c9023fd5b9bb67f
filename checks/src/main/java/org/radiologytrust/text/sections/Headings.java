package org.radiologytrust.text.sections;

import java.util.ArrayList;
import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.sections.SectionHeadings.Kind;
import org.radiologytrust.text.sections.SectionHeadings.Line;
import org.radiologytrust.text.words.CleanText;

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
    HeadingPlaces places = new HeadingPlaces(text, headings);
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
        int stop = places.end(at, to);
        Line line = headings.read(text, at, stop, emptyAbove);
        Section section = places.section(line);
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

  /**
   * The headings that the message gives by codes (OBX-3, LOINC) where the text has none of its own;
   * each with the text that it marks. A code for findings that marks the whole text is none: many
   * senders have one code for all reports.
   */
  public List<Heading> coded(Report report) {
    CleanText clean = CleanText.of(report.hints().isEmpty() ? "" : report.text());
    String text = clean.folded();
    TextCursor cursor = new TextCursor(text);
    List<SectionHints.Marked> all = new SectionHints(clean, text, report.hints()).all();
    List<Heading> coded = new ArrayList<>();
    for (SectionHints.Marked part : all) {
      int from = beginning(text, part);
      boolean general = all.size() == 1 && part.section() == Section.FINDINGS && isAll(text, part);
      if (!part.section().loinc().isEmpty() && !general && !isHeaded(text, from, part)) {
        int start = cursor.point(from);
        Span marked = clean.span(start, cursor.point(part.to()));
        coded.add(new Heading(part.section(), part.section().name(), marked));
      }
    }
    return coded;
  }

  /** The first character of a part that is no white space. */
  private static int beginning(String text, SectionHints.Marked part) {
    int from = part.from();
    while (from < part.to() - 1 && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    return from;
  }

  private static boolean isAll(String text, SectionHints.Marked part) {
    return text.substring(0, part.from()).isBlank() && text.substring(part.to()).isBlank();
  }

  /** Whether the text has a heading where a part begins, or right above, for the same section. */
  private boolean isHeaded(String text, int from, SectionHints.Marked part) {
    int lineStart = text.lastIndexOf('\n', from) + 1;
    int end = text.indexOf('\n', from);
    int to = Math.min(part.to(), end < 0 ? text.length() : end);
    if (!text.substring(lineStart, from).isBlank()
        || headings.read(text, from, to, true).kind() == Kind.HEADING) {
      return true;
    }
    int aboveEnd = lineStart;
    while (aboveEnd > 0 && Character.isWhitespace(text.charAt(aboveEnd - 1))) {
      aboveEnd--;
    }
    Line above = headings.read(text, text.lastIndexOf('\n', aboveEnd - 1) + 1, aboveEnd, true);
    return above.kind() == Kind.HEADING
        && above.section() == part.section()
        && text.substring(above.body(), aboveEnd).isBlank();
  }
}
