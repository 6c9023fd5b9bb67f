package org.radiologytrust.text;

import org.radiologytrust.model.Audit;
import org.radiologytrust.model.SiteFiles;

/** Reads the sentences of a report. Thread-safe. */
public final class ReportReader {
  private final MentionReader mentions;

  /**
   * @throws IllegalArgumentException naming the word list that is not valid
   */
  public ReportReader(SiteFiles files) {
    mentions = new MentionReader(files);
  }

  /** The reading of a segmented report: its sentences in the same order. */
  public ReportReading read(Audit c) {
    return new ReportReading(
        c.sentences().stream().map(s -> mentions.read(WordTokens.of(s))).toList());
  }
}
