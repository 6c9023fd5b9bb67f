package org.radiologytrust.text.mentions;

import java.util.List;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.text.words.Trace;
import org.radiologytrust.text.words.WordTokens;

/** Reads the sentences of a report. Thread-safe. */
public final class ReportReader {
  private final MentionReader mentions;
  private final StatementParts parts;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public ReportReader(SiteFiles files) {
    mentions = new MentionReader(files);
    parts = new StatementParts(mentions.scopes());
  }

  /**
   * The single findings of a sentence, at least one, in order of their ends. Together they cover
   * the sentence. One may contain another, when both share a negation or a side.
   */
  public List<StatementPart> parts(SentenceReading sentence) {
    return parts.of(sentence);
  }

  /** The reading of a single statement. */
  public SentenceReading read(Section section, String statement) {
    int length = Math.max(1, statement.codePointCount(0, statement.length()));
    return mentions.read(WordTokens.of(new Sentence(1, section, new Span(0, length), statement)));
  }

  /** The reading of a segmented report: its sentences in the same order. */
  public ReportReading read(Audit c) {
    return read(c, Budget.endless(), Trace.NONE);
  }

  /**
   * The same for checks that have a budget.
   *
   * @param trace is told what they do
   */
  public ReportReading read(Audit c, Budget budget, Trace trace) {
    return new ReportReading(
        budget.watched(c.sentences()).stream()
            .map(s -> mentions.read(WordTokens.of(s, trace)))
            .toList(),
        budget,
        trace);
  }
}
