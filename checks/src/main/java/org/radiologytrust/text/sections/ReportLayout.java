package org.radiologytrust.text.sections;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.mentions.StatementWords;
import org.radiologytrust.text.sections.SectionHeadings.Kind;
import org.radiologytrust.text.sections.SectionHeadings.Line;

/** Finds the sections of one text, and the labels of its sentences. Goes once through its lines. */
final class ReportLayout {
  /** How many lines of a label show whether it begins the findings. */
  private static final int LOOK_AHEAD = 6;

  /** How much of each of these lines is read. */
  private static final int PART = 500;

  private final String text;
  private final SectionHeadings headings;
  private final StatementWords states;
  private final SectionHints hints;
  private final SentenceCutter cutter;
  private final boolean shouted;
  private final HeadingPlaces places;

  private Section section = Section.OTHER;
  private @Nullable Section hint;
  private boolean headed;
  private boolean said;
  private boolean begun;
  private boolean emptyAbove = true;
  private boolean titleAbove;
  private @Nullable String administrative;
  private @Nullable Range exam;
  private boolean titled;
  private @Nullable Range part;
  private int block = -1;
  private int blockEnd;

  ReportLayout(
      String text,
      SectionHeadings headings,
      StatementWords states,
      SectionHints hints,
      SentenceCutter cutter) {
    this.text = text;
    this.headings = headings;
    this.states = states;
    this.hints = hints;
    this.cutter = cutter;
    this.shouted = text.equals(text.toUpperCase(Locale.ROOT));
    this.places = new HeadingPlaces(text, headings);
  }

  void walk() {
    int from = 0;
    while (from < text.length()) {
      int to = lineEnd(from);
      int at = from;
      while (at < to) {
        int stop = Math.min(places.end(at, to), hints.next(at, to));
        piece(at, stop);
        at = stop;
      }
      if (from == to) {
        empty();
      }
      from = to + 1;
    }
    flush();
  }

  private int lineEnd(int from) {
    int to = text.indexOf('\n', from);
    return to < 0 ? text.length() : to;
  }

  private void piece(int from, int to) {
    enterHint(from);
    if (blank(from, to)) {
      if (from == 0 || text.charAt(from - 1) == '\n') {
        empty();
      }
      return;
    }
    boolean alone = emptyAbove || sentenceEndsAbove(from);
    Line line = headings.read(text, from, to, alone);
    boolean goesOn =
        administrative != null
            && line.kind() != Kind.HEADING
            && headings.continues(text, from, to, administrative);
    administrative = null;
    boolean title = false;
    if (line.kind() == Kind.ADMINISTRATIVE || goesOn) {
      administrative = text.substring(from, to).strip();
      whole(Section.ADMINISTRATIVE, from, to);
    } else if (line.kind() == Kind.TEXT && title(from, to, alone)) {
      title = true;
      title(trimmed(from, to));
    } else {
      statement(line, from, to, alone);
    }
    emptyAbove = line.kind() == Kind.HEADING && line.body() >= to;
    titleAbove = title;
  }

  private void statement(Line line, int from, int to, boolean alone) {
    int body = line.body();
    if (line.kind() != Kind.TEXT) {
      flush();
    }
    switch (line.kind()) {
      case HEADING -> {
        enter(places.section(line));
        headed = true;
        part = line.label();
      }
      case EXAM -> {
        if (!section.stated() && states(body, to)) {
          enter(Section.OTHER);
        }
        if (section.stated()) {
          whole(Section.TECHNIQUE, from, body);
          exam = line.label();
          titled = false;
          part = null;
        } else {
          body = from;
        }
      }
      case SUBHEADING -> {
        if (line.label() != null && !section.stated() && !asks() && states(body, to)) {
          enter(Section.OTHER);
        }
        part = line.label();
        body = keeps(from, body, to) ? from : body;
      }
      default -> {
        if (partAlone(from, to, alone)) {
          flush();
          part = trimmed(from, to);
          body = to;
        }
      }
    }
    text(body, to);
  }

  /** Whether this section tells of the patient before the examination. */
  private boolean asks() {
    return (section == Section.HISTORY || section == Section.REQUEST) && places.findings();
  }

  /**
   * Whether a subheading belongs to the sentence: text follows it, or it names more than body
   * parts.
   */
  private boolean keeps(int from, int body, int to) {
    return !blank(body, to) || !headings.names().bodyParts(label(from, body));
  }

  private String label(int from, int body) {
    return text.substring(from, body).strip();
  }

  /** Whether the text of a label states something: in its line or in the lines of text below. */
  private boolean states(int body, int to) {
    if (states.in(part(body, to))) {
      return true;
    }
    int from = to + 1;
    boolean lineEnds = to < text.length() && text.charAt(to) == '\n';
    for (int line = 0; lineEnds && line < LOOK_AHEAD && from < text.length(); line++) {
      int end = lineEnd(from);
      boolean heading =
          !blank(from, end) && headings.read(text, from, end, false).kind() != Kind.TEXT;
      if (heading || states.in(part(from, end))) {
        return !heading;
      }
      from = end + 1;
    }
    return false;
  }

  private String part(int from, int to) {
    return text.substring(from, Math.min(to, from + PART));
  }

  /** Whether a line in capitals names only a body part, as a heading of the text below it. */
  private boolean partAlone(int from, int to, boolean alone) {
    String line = text.substring(from, to).strip();
    return !shouted
        && alone
        && wholeLine(from, to)
        && Character.isLetter(line.charAt(0))
        && Character.isLetter(line.charAt(line.length() - 1))
        && line.equals(line.toUpperCase(Locale.ROOT))
        && headings.names().namesAny(line)
        && headings.names().bodyParts(line)
        && textBelow(to);
  }

  /**
   * Whether this line is the name of the examination. It is the first text of the report, or stands
   * between empty lines with further text below. When plain text follows directly below, it may be
   * the start of a sentence and is no title.
   */
  private boolean title(int from, int to, boolean alone) {
    boolean first = !begun && section.stated();
    boolean later = alone && (said || section.stated()) && textBelow(to);
    if (!(first || later || titleAbove)
        || !startsLine(from)
        || !headings.names().examination(text.substring(from, to), capitals(from, to))) {
      return false;
    }
    int below = Math.min(text.length(), to + 1);
    int end = lineEnd(below);
    return blank(below, end)
        || headings.read(text, below, end, false).kind() != Kind.TEXT
        || headings.names().examination(text.substring(below, end), capitals(below, end));
  }

  private boolean capitals(int from, int to) {
    String line = text.substring(from, to);
    return !shouted && line.equals(line.toUpperCase(Locale.ROOT)) && !line.endsWith(".");
  }

  private void title(Range line) {
    begun = true;
    whole(Section.TECHNIQUE, line.from(), line.to());
    boolean another =
        section == Section.IMPRESSION && said && places.lastImpression() > line.from();
    if (!section.stated() || another) {
      enter(Section.OTHER);
    }
    exam = line;
    titled = true;
    part = null;
  }

  private boolean startsLine(int from) {
    return from == 0 || text.charAt(from - 1) == '\n';
  }

  private boolean wholeLine(int from, int to) {
    return startsLine(from) && (to == text.length() || text.charAt(to) == '\n');
  }

  private boolean textBelow(int to) {
    int at = to;
    while (at < text.length() && SentenceEnds.blank(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  /** Whether the line above ends a sentence. */
  private boolean sentenceEndsAbove(int from) {
    int at = from - 1;
    if (at < 0 || text.charAt(at) != '\n') {
      return false;
    }
    while (at >= 0 && SentenceEnds.blank(text.charAt(at))) {
      at--;
    }
    return at < 0 || ".!?:".indexOf(text.charAt(at)) >= 0;
  }

  private Range trimmed(int from, int to) {
    int start = from;
    while (SentenceEnds.blank(text.charAt(start))) {
      start++;
    }
    int end = to;
    while (SentenceEnds.blank(text.charAt(end - 1))) {
      end--;
    }
    return new Range(start, end);
  }

  private void whole(Section as, int from, int to) {
    flush();
    cutter.whole(as, trimmed(from, to).from(), to);
  }

  private boolean blank(int from, int to) {
    return text.substring(from, to).isBlank();
  }

  private void text(int from, int to) {
    if (blank(from, to)) {
      return;
    }
    said = true;
    begun = true;
    if (block < 0) {
      block = from;
    }
    blockEnd = to;
  }

  /** Handles an empty line. In a report without a findings heading it ends a background section. */
  private void empty() {
    flush();
    administrative = null;
    emptyAbove = true;
    titleAbove = false;
    if (headed && said && !section.stated() && !places.findings()) {
      enter(hint == null ? Section.OTHER : hint);
    }
  }

  private void enterHint(int at) {
    Section here = hints.at(at);
    if (here != hint) {
      flush();
      hint = here;
      enter(here == null ? Section.OTHER : here);
    }
  }

  private void enter(Section next) {
    flush();
    if (next != section) {
      cutter.restartNumbers();
    }
    section = next;
    exam = titled ? exam : null;
    part = null;
    headed = false;
    said = false;
  }

  private void flush() {
    if (block >= 0) {
      List<Range> labels = Stream.of(exam, part).filter(Objects::nonNull).toList();
      cutter.cut(section, labels, block, blockEnd);
      block = -1;
    }
  }
}
