package org.radiologytrust.ingest.fhir.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.model.Origin;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.SectionHint;
import org.radiologytrust.model.Span;

/**
 * Puts the text of a report together, line by line, in canonical form, and remembers the element
 * that each line comes from.
 */
public final class TracedLines {
  /**
   * A run of blanks this long is not layout. Trimming line ends needs time quadratic in the length
   * of a run.
   */
  private static final Pattern BLANKS = Pattern.compile("[ \\t\\u00a0]{200,}");

  private final List<Entry> entries = new ArrayList<>();
  private int length;

  /**
   * A line with its element.
   *
   * @param place path of the element; empty for a line that the message does not have
   * @param from first character of the line in the element's value; -1 if the value holds the line
   *     in another form
   */
  private record Entry(Document.Line line, String place, int from) {}

  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Characters so far, with line ends. */
  public int length() {
    return length;
  }

  /** Adds a line that the message does not have, below an empty line. */
  public void heading(String heading) {
    gap();
    add(new Entry(new Document.Line(heading), "", -1));
  }

  /** Adds an empty line, unless there is one. */
  public void gap() {
    add(new Entry(new Document.Line(""), "", -1));
  }

  /** Adds the value of an element as it is. */
  public void value(String value, String place) {
    value(value, place, null);
  }

  /** Adds the value of an element as it is, as a part of a section. */
  public void value(String value, String place, @Nullable Section section) {
    int from = 0;
    while (from <= value.length()) {
      int to = lineEnd(value, from);
      String raw = value.substring(from, to);
      String clean =
          BLANKS.matcher(raw.replace("\u0000", "").replace("\ufeff", "")).replaceAll(" ");
      int end = clean.length();
      while (end > 0 && isBlank(clean.charAt(end - 1))) {
        end--;
      }
      boolean same = clean.equals(raw);
      add(
          new Entry(
              new Document.Line(clean.substring(0, end), List.of(), section),
              place,
              same ? from : -1));
      boolean pair = to + 1 < value.length() && value.startsWith("\r\n", to);
      from = to + (pair ? 2 : 1);
    }
  }

  private static int lineEnd(String value, int from) {
    int to = from;
    while (to < value.length() && value.charAt(to) != '\n' && value.charAt(to) != '\r') {
      to++;
    }
    return to;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\u00a0';
  }

  /** Adds lines that an element holds in another form, such as base64 or HTML. */
  public void derived(List<Document.Line> lines, String place) {
    lines.forEach(line -> add(new Entry(line, place, -1)));
  }

  private void add(Entry entry) {
    String text = entry.line().text();
    boolean first = entries.isEmpty();
    if (text.isEmpty() && (first || entries.get(entries.size() - 1).line().text().isEmpty())) {
      return;
    }
    // the text begins with a word
    int lead = first ? text.length() - text.stripLeading().length() : 0;
    entries.add(
        lead == 0
            ? entry
            : new Entry(
                entry.line().part(lead, text.length()),
                entry.place(),
                entry.from() < 0 ? -1 : entry.from() + lead));
    length += text.length() + 1;
  }

  private List<Entry> written() {
    int end = entries.size();
    while (end > 0 && entries.get(end - 1).line().text().isEmpty()) {
      end--;
    }
    return entries.subList(0, end);
  }

  /** The text. */
  public String text() {
    return written().stream().map(e -> e.line().text()).collect(Collectors.joining("\n"));
  }

  /** The sections that the message marks. */
  public List<SectionHint> hints() {
    List<SectionHint> hints = new ArrayList<>();
    int at = 0;
    for (Entry entry : written()) {
      int points = points(entry);
      Section section = entry.line().section();
      if (section != null && points > 0) {
        hints.add(new SectionHint(new Span(at, at + points), section));
      }
      at += points + 1;
    }
    return hints;
  }

  /** The elements that the text comes from. */
  public Set<String> places() {
    return written().stream()
        .map(Entry::place)
        .filter(place -> !place.isEmpty())
        .collect(Collectors.toSet());
  }

  /** Where the message holds the text. */
  public List<Origin> origins(ValuePlaces values) {
    List<Origin> origins = new ArrayList<>();
    int at = 0;
    for (Entry entry : written()) {
      int points = points(entry);
      if (points > 0 && !entry.place().isEmpty()) {
        int start = at;
        if (entry.from() >= 0) {
          values
              .part(entry.place(), entry.from(), entry.line().text(), new Span(at, at + points))
              .ifPresent(origins::add);
        } else if (entry.line().places().isEmpty()) {
          values.whole(entry.place(), new Span(at, at + points), null).ifPresent(origins::add);
        }
        for (Document.Place word : entry.line().places()) {
          Span span = new Span(start + word.word().start(), start + word.word().end());
          values.whole(entry.place(), span, word.box()).ifPresent(origins::add);
        }
      }
      at += points + 1;
    }
    return origins;
  }

  private static int points(Entry entry) {
    String text = entry.line().text();
    return text.codePointCount(0, text.length());
  }
}
