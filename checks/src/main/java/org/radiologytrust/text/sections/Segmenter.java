package org.radiologytrust.text.sections;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Sentence.Label;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.words.CleanText;

/**
 * Splits a report into sections and numbered sentences with exact spans. It works on the text that
 * a reader sees ({@link CleanText}). Each character of a section that makes statements is in
 * exactly one sentence, except white space, headings, list marks, and subheadings of body parts
 * alone on a line. The time is linear in the length of the text. Thread-safe.
 */
public final class Segmenter {
  /** Longest sentence in code points. A longer one is split at a space. */
  public static final int MAX_SENTENCE = 1_000;

  private final SentenceSections sections;
  private final SectionHeadings headings;
  private final SentenceEnds.Words words;
  private final UnreadSections unread;
  private final int maxSentence;

  /**
   * The one that all readers of these files share.
   *
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public static Segmenter of(SiteFiles files) {
    return files.shared(Segmenter.class, () -> new Segmenter(files));
  }

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
    this.sections = new SentenceSections(files);
    this.headings = sections.headings();
    this.words = SentenceEnds.Words.load(files);
    this.unread = UnreadSections.load(files, sections);
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
    SectionHints hints = new SectionHints(clean, text, report.hints());
    new ReportLayout(text, headings, sections.states(), hints, cutter).walk();
    Verbatim verbatim = new Verbatim(report.text(), clean);
    sections.correct(text, cutter.pieces()).forEach(verbatim::add);
    return verbatim.sentences;
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
            + "; where a letter looks like one Latin letter, it was read as that one.";
  }

  /** Copies sentences and labels from the original report, in the order of the text. */
  private static final class Verbatim {
    private final CleanText clean;
    private final TextCursor folded;
    private final TextCursor original;
    private final Map<Range, Label> labels = new HashMap<>();
    private final List<Sentence> sentences = new ArrayList<>();
    private int end;

    Verbatim(String text, CleanText clean) {
      this.clean = clean;
      this.folded = new TextCursor(clean.folded());
      this.original = new TextCursor(text);
    }

    /**
     * Adds a sentence, unless the sentence before already contains its characters, because both
     * share one ligature.
     */
    void add(SentenceCutter.Piece piece) {
      List<Label> before =
          piece.labels().stream().map(r -> labels.computeIfAbsent(r, this::label)).toList();
      Span written = span(piece.range());
      int start = Math.max(end, written.start());
      if (written.end() <= start) {
        return;
      }
      end = written.end();
      Span span = new Span(start, end);
      sentences.add(
          new Sentence(sentences.size() + 1, piece.section(), span, original.in(span), before));
    }

    private Label label(Range r) {
      Span span = span(r);
      return new Label(span, original.in(span));
    }

    private Span span(Range r) {
      int from = folded.point(r.from());
      return clean.span(from, folded.point(r.to()));
    }
  }
}
