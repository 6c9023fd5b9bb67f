package org.radiologytrust.text.sections;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.sections.SectionHeadings.Kind;
import org.radiologytrust.text.sections.SectionHeadings.Line;

/**
 * Finds the headings of one text, and cuts its lines where a heading begins. Some names can head
 * the findings as well as the impression ({@code INTERPRETATION}). The headings before and behind
 * them tell which.
 */
final class HeadingPlaces {
  /** A shorter text below the only heading is an impression. In characters. */
  private static final int WHOLE_BODY = 300;

  private static final Set<Section> STATED =
      EnumSet.of(Section.FINDINGS, Section.IMPRESSION, Section.OTHER);

  /** A heading that begins at {@code from}, with its text from {@code body}. */
  private record Place(Section section, boolean either, int from, int body) {}

  private final String text;
  private final SectionHeadings headings;
  private final Map<Integer, Integer> ends = new HashMap<>();
  private final Map<Integer, Section> byBody = new HashMap<>();
  private boolean findings;
  private int lastImpression = -1;

  HeadingPlaces(String text, SectionHeadings headings) {
    this.text = text;
    this.headings = headings;
    decide(places());
  }

  private List<Place> places() {
    List<Place> places = new ArrayList<>();
    for (int from = 0; from < text.length(); from++) {
      int end = text.indexOf('\n', from);
      int to = end < 0 ? text.length() : end;
      int at = from;
      while (at < to) {
        int stop = headings.nextInline(text, at, to);
        ends.put(at, stop);
        Line line = headings.read(text, at, stop, true);
        if (line.kind() == Kind.HEADING && line.section() != null) {
          boolean either = headings.either(text.substring(at, line.body()));
          places.add(new Place(line.section(), either, at, line.body()));
        }
        at = stop;
      }
      from = to;
    }
    return places;
  }

  private void decide(List<Place> places) {
    List<Place> stated = places.stream().filter(p -> STATED.contains(p.section())).toList();
    boolean concluded =
        stated.stream().anyMatch(p -> p.section() == Section.IMPRESSION && !p.either());
    Section before = null;
    for (int i = 0; i < stated.size(); i++) {
      Place at = stated.get(i);
      Place next = i + 1 < stated.size() ? stated.get(i + 1) : null;
      Section section = at.either() ? decided(at, before, next, concluded) : at.section();
      byBody.put(at.body(), section);
      findings |= section == Section.FINDINGS;
      lastImpression = section == Section.IMPRESSION ? at.from() : lastImpression;
      before = section;
    }
  }

  /**
   * @param before the section of the heading before; {@code null} for the first
   * @param next the heading behind; {@code null} for the last
   * @param concluded whether another heading is surely one of the impression
   */
  private Section decided(
      Place at, @Nullable Section before, @Nullable Place next, boolean concluded) {
    if (before == Section.FINDINGS) {
      return concluded || next != null ? at.section() : Section.IMPRESSION;
    }
    boolean begins = before == null || before == Section.IMPRESSION;
    boolean concludedNext = next != null && (next.section() == Section.IMPRESSION || next.either());
    boolean all = before == null && next == null && text.length() - at.body() >= WHOLE_BODY;
    return begins && concludedNext || all ? Section.FINDINGS : at.section();
  }

  /** Where the piece of a line ends that begins at {@code from}; the line ends at {@code to}. */
  int end(int from, int to) {
    Integer end = ends.get(from);
    return end == null ? headings.nextInline(text, from, to) : end;
  }

  /** The section of a heading. */
  @Nullable Section section(Line heading) {
    return byBody.getOrDefault(heading.body(), heading.section());
  }

  /** Whether the text has a heading of the findings. */
  boolean findings() {
    return findings;
  }

  /** Where the last heading of the impression begins; -1 when there is none. */
  int lastImpression() {
    return lastImpression;
  }
}
