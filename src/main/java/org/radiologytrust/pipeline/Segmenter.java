package org.radiologytrust.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.SiteFiles;
import org.radiologytrust.model.Span;
import org.radiologytrust.pipeline.SectionHeadings.Kind;
import org.radiologytrust.pipeline.SectionHeadings.Line;
import org.radiologytrust.text.CleanText;

/**
 * Cuts a report, as a reader sees it ({@link CleanText}), into sections and numbered sentences with
 * exact spans. Every character of a stated section is in exactly one sentence, except white space,
 * headings, list marks and sub-headings of body parts that stand alone on their line. Takes time
 * linear in the length of the text; has no state of its own.
 */
public final class Segmenter {
  /** Longest sentence in code points; what is longer is cut at a blank. */
  public static final int MAX_SENTENCE = 1_000;

  private final SectionHeadings headings;
  private final SentenceEnds.Words words;
  private final UnreadSections unread;
  private final int maxSentence;

  public Segmenter(SiteFiles files) {
    this(files, MAX_SENTENCE);
  }

  /**
   * @param maxSentence longest sentence in code points
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

  /** Takes sentences out of the report as it was sent, in order of the text. */
  private static final class Verbatim {
    private final String text;
    private int utf16;
    private int point;

    Verbatim(String text) {
      this.text = text;
    }

    /** Nothing where another sentence has the same characters: one ligature is never in two. */
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

  /** One walk over the lines of one text. */
  private final class Layout {
    private final String text;
    private final SectionHints hints;
    private final SentenceCutter cutter;
    private final boolean findingsFollow;

    private Section section = Section.OTHER;
    private Section hint;
    private boolean headed;
    private boolean said;
    private boolean begun;
    private boolean emptyAbove = true;
    private String administrative;
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

    /** A sub-heading alone on its line is more than that where it names more than body parts. */
    private boolean states(int from, int body, int to) {
      return !blank(body, to) || !headings.statesNothing(text.substring(from, body).strip());
    }

    /**
     * Whether a whole line, the first text of the report, is the name of the examination. With
     * plain text right below it could be the start of a sentence.
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

    /** Ends a background section where the report never names its findings. */
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
