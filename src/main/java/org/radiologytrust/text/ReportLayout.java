package org.radiologytrust.text;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Section;
import org.radiologytrust.text.SectionHeadings.Kind;
import org.radiologytrust.text.SectionHeadings.Line;

/** Finds the sections of one text. Goes once through its lines. */
final class ReportLayout {
  private final String text;
  private final SectionHeadings headings;
  private final SectionHints hints;
  private final SentenceCutter cutter;
  private final boolean findingsFollow;

  private Section section = Section.OTHER;
  private @Nullable Section hint;
  private boolean headed;
  private boolean said;
  private boolean begun;
  private boolean emptyAbove = true;
  private @Nullable String administrative;
  private @Nullable Range label;
  private int block = -1;
  private int blockEnd;

  ReportLayout(String text, SectionHeadings headings, SectionHints hints, SentenceCutter cutter) {
    this.text = text;
    this.headings = headings;
    this.hints = hints;
    this.cutter = cutter;
    this.findingsFollow = hasFindings();
  }

  void walk() {
    int from = 0;
    while (from < text.length()) {
      int to = lineEnd(from);
      int at = from;
      while (at < to) {
        int stop = Math.min(headings.nextInline(text, at, to), hints.next(at, to));
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

  private boolean hasFindings() {
    for (int from = 0; from < text.length(); from = lineEnd(from) + 1) {
      int to = lineEnd(from);
      int at = from;
      while (at < to) {
        int stop = headings.nextInline(text, at, to);
        if (headings.read(text, at, stop, true).section() == Section.FINDINGS) {
          return true;
        }
        at = stop;
      }
    }
    return false;
  }

  private void piece(int from, int to) {
    enterHint(from);
    if (blank(from, to)) {
      if (from == 0 || text.charAt(from - 1) == '\n') {
        empty();
      }
      return;
    }
    Line line = headings.read(text, from, to, emptyAbove);
    boolean goesOn =
        administrative != null
            && line.kind() != Kind.HEADING
            && headings.continues(text, from, to, administrative);
    administrative = null;
    if (line.kind() == Kind.ADMINISTRATIVE || goesOn) {
      administrative = text.substring(from, to).strip();
      whole(Section.ADMINISTRATIVE, from, to);
    } else if (line.kind() == Kind.TEXT && title(from, to)) {
      begun = true;
      whole(Section.TECHNIQUE, from, to);
    } else {
      if (line.kind() != Kind.TEXT) {
        flush();
      }
      if (line.kind() == Kind.HEADING) {
        enter(line.section());
        headed = true;
      } else if (line.kind() == Kind.SUBHEADING) {
        label = label(from, line.body());
      }
      text(
          line.kind() == Kind.SUBHEADING && states(from, line.body(), to) ? from : line.body(), to);
    }
    emptyAbove = line.kind() == Kind.HEADING && line.body() >= to;
  }

  /** Whether a subheading makes a statement: text follows it, or it names more than body parts. */
  private boolean states(int from, int body, int to) {
    return !blank(body, to) || !headings.statesNothing(text.substring(from, body).strip());
  }

  /** The words of a subheading that names a body part; {@code null} for any other subheading. */
  private @Nullable Range label(int from, int body) {
    int start = from;
    while (SentenceEnds.blank(text.charAt(start))) {
      start++;
    }
    int end = text.lastIndexOf(':', body);
    return headings.statesNothing(text.substring(start, end)) ? new Range(start, end) : null;
  }

  /**
   * Whether this line is the first text of the report and the name of the examination. When plain
   * text follows directly below, it may be the start of a sentence and is no title.
   */
  private boolean title(int from, int to) {
    boolean line =
        (from == 0 || text.charAt(from - 1) == '\n')
            && (to == text.length() || text.charAt(to) == '\n');
    if (begun || !line || !section.stated() || !headings.title(text, from, to)) {
      return false;
    }
    int below = Math.min(text.length(), to + 1);
    int end = lineEnd(below);
    return blank(below, end) || headings.read(text, below, end, false).kind() != Kind.TEXT;
  }

  private void whole(Section as, int from, int to) {
    flush();
    int start = from;
    while (SentenceEnds.blank(text.charAt(start))) {
      start++;
    }
    cutter.whole(as, start, to);
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
    if (headed && said && !section.stated() && !findingsFollow) {
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
    label = null;
    headed = false;
    said = false;
  }

  private void flush() {
    if (block >= 0) {
      cutter.cut(section, label == null ? List.of() : List.of(label), block, blockEnd);
      block = -1;
    }
  }
}
