package org.radiologytrust.ingest.document;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.PageBox;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;

/**
 * The text of a document.
 *
 * @param lines in reading order; the text that they make is canonical ({@code
 *     Report.canonicalText}) and never blank
 * @param notRead parts of the document that a person may see or not see, and that are not in its
 *     lines
 */
public record Document(
    Format format, List<Line> lines, List<NotAudited> notRead, List<Patient> patients)
    implements Reading {
  public Document {
    lines = List.copyOf(lines);
    notRead = List.copyOf(notRead);
    patients = List.copyOf(patients);
  }

  /** A document that names no patient. */
  public Document(Format format, List<Line> lines, List<NotAudited> notRead) {
    this(format, lines, notRead, List.of());
  }

  /**
   * A line.
   *
   * @param text without line ends; empty for an empty line
   * @param places where its words stand on a page, in order; empty for documents without pages
   * @param section the section that the document itself marks; null if it marks none
   */
  public record Line(String text, List<Place> places, @Nullable Section section) {
    public Line {
      places = List.copyOf(places);
    }

    /** A line without a page and without a section. */
    public Line(String text) {
      this(text, List.of(), null);
    }

    /** The same line in a section. */
    public Line in(Section other) {
      return new Line(text, places, other);
    }

    /**
     * A part of the line, with the places of its words.
     *
     * @param from first character
     * @param to the character after the last
     */
    public Line part(int from, int to) {
      Span part = Span.of(text, from, to);
      List<Place> inside =
          places.stream()
              .filter(p -> part.contains(p.word()))
              .map(p -> p.movedBy(-part.start()))
              .toList();
      return new Line(text.substring(from, to), inside, section);
    }

    /** Withholds the text, because a record's default text may reach a log. */
    @Override
    public String toString() {
      return "Line[" + text.length() + " characters]";
    }
  }

  /**
   * Where a word stands.
   *
   * @param word in code points of the line
   */
  public record Place(Span word, PageBox box) {
    Place movedBy(int characters) {
      return new Place(new Span(word.start() + characters, word.end() + characters), box);
    }
  }

  /** The lines, joined by LF. */
  public String text() {
    return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  /** Withholds the text, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Document[" + format + ", " + lines.size() + " lines]";
  }
}
