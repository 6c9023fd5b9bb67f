package org.radiologytrust.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.SectionHeadings.Kind;
import org.radiologytrust.text.SectionHeadings.Line;

/**
 * Splits a report into sections and numbered sentences with exact spans. It works on the text that
 * a reader sees ({@link CleanText}). Each character of a section that makes statements is in
 * exactly one sentence, except white space, headings, list marks, and subheadings of body parts
 * alone on a line. The time is linear in the length of the text. Thread-safe.
 */
public final class Segmenter {
  /** Longest sentence in code points. A longer one is split at a space. */
  public static final int MAX_SENTENCE = 1_000;

  private final SectionHeadings headings;
  private final SentenceEnds.Words words;
  private final UnreadSections unread;
  private final int maxSentence;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public Segmenter(SiteFiles files) {
    this(files, MAX_SENTENCE);
  }

  /**
   * @param maxSentence longest sentence in code points
   * @throws IllegalArgumentException naming the word list that is not valid, or when {@code
   *     maxSentence} is below 1
   */
  public Segmenter(SiteFiles files, int maxSentence) {
    if (maxSentence < 1) {
      throw new IllegalArgumentException("maxSentence must be at least 1");
    }
    this.headings = SectionHeadings.load(files);
    this.words = SentenceEnds.Words.load(files);
    this.unread = UnreadSections.load(files, headings.administrativeWords(), headings.qualifiers());
    this.maxSentence = maxSentence;
  }

  /** The audit with its sentences, numbered from 1 in order of the text. */
  public Audit segment(Audit c) {
    CleanText clean = CleanText.of(c.report().text());
    List<Sentence> sentences = sentences(c.report(), clean);
    return c.toBuilder()
        .sentences(sentences)
        .notAudited(unread.of(c.report(), sentences))
        .addNote(bidi(clean))
        .addNote(mixed(clean))
        .build();
  }

  private List<Sentence> sentences(Report report, CleanText clean) {
    String text = clean.folded();
    SentenceCutter cutter = new SentenceCutter(text, words, maxSentence);
    new Layout(text, new SectionHints(clean, text, report.hints()), cutter).walk();
    Verbatim verbatim = new Verbatim(report.text());
    List<Sentence> sentences = new ArrayList<>();
    int utf16 = 0;
    int point = 0;
    for (SentenceCutter.Piece p : cutter.pieces()) {
      int start = point + text.codePointCount(utf16, p.from());
      int end = start + text.codePointCount(p.from(), p.to());
      utf16 = p.to();
      point = end;
      verbatim
          .next(sentences.size() + 1, p.section(), clean.span(start, end))
          .ifPresent(sentences::add);
    }
    return sentences;
  }

  private static String bidi(CleanText clean) {
    return clean.bidiControls()
        ? "The report has invisible characters that change the direction of writing; they were"
            + " ignored."
        : "";
  }

  private static String mixed(CleanText clean) {
    return clean.mixedWords() == 0
        ? ""
        : "Words of the report that mix Latin letters with letters of another script that look"
            + " like them: "
            + clean.mixedWords()
            + "; they were read as Latin letters.";
  }

  /** Copies sentences from the original report, in the order of the text. */
  private static final class Verbatim {
    private final String text;
    private int utf16;
    private int point;

    Verbatim(String text) {
      this.text = text;
    }

    /**
     * The next sentence; empty when the sentence before already contains its characters, because
     * both share one ligature.
     */
    Optional<Sentence> next(int number, Section section, Span span) {
      int start = Math.max(point, span.start());
      if (span.end() <= start) {
        return Optional.empty();
      }
      int from = text.offsetByCodePoints(utf16, start - point);
      int to = text.offsetByCodePoints(from, span.end() - start);
      utf16 = to;
      point = span.end();
      return Optional.of(
          new Sentence(number, section, new Span(start, point), text.substring(from, to)));
    }
  }

  /** Goes once through the lines of one text. */
  private final class Layout {
    private final String text;
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
    private int block = -1;
    private int blockEnd;

    Layout(String text, SectionHints hints, SentenceCutter cutter) {
      this.text = text;
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
        }
        text(
            line.kind() == Kind.SUBHEADING && states(from, line.body(), to) ? from : line.body(),
            to);
      }
      emptyAbove = line.kind() == Kind.HEADING && line.body() >= to;
    }

    /**
     * Whether a subheading makes a statement: text follows it, or it names more than body parts.
     */
    private boolean states(int from, int body, int to) {
      return !blank(body, to) || !headings.statesNothing(text.substring(from, body).strip());
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

    /**
     * Handles an empty line. In a report without a findings heading it ends a background section.
     */
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
      headed = false;
      said = false;
    }

    private void flush() {
      if (block >= 0) {
        cutter.cut(section, block, blockEnd);
        block = -1;
      }
    }
  }
}
