package org.radiologytrust.check;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.EarlierReport;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.text.mentions.Budget;
import org.radiologytrust.text.mentions.EarlierReading;
import org.radiologytrust.text.mentions.ReportReader;
import org.radiologytrust.text.mentions.ReportReading;
import org.radiologytrust.text.sections.Segmenter;
import org.radiologytrust.text.words.Trace;

/**
 * Reads a patient's earlier reports: of each only the history and the sections that make statements
 * about the images.
 */
final class EarlierReadings {
  /** So many of the newest earlier reports are compared. */
  private static final int MOST = 20;

  /** A longer earlier report, in UTF-16 code units, is not compared. */
  private static final int LONGEST = 20_000;

  private static final UUID NO_RUN = new UUID(0, 0);

  private final Segmenter segmenter;
  private final ReportReader reader;

  EarlierReadings(Segmenter segmenter, ReportReader reader) {
    this.segmenter = segmenter;
    this.reader = reader;
  }

  /** The earlier reports of a case whose text is there, newest first. None of them is read yet. */
  List<EarlierReading> of(Audit c, Budget budget) {
    return c.earlier().stream().limit(MOST).flatMap(e -> reading(e, budget)).toList();
  }

  private Stream<EarlierReading> reading(EarlierReport e, Budget budget) {
    Report report = e.report();
    return report == null || report.text().length() > LONGEST
        ? Stream.empty()
        : Stream.of(new EarlierReading(e, report, () -> read(report, budget)));
  }

  private ReportReading read(Report report, Budget budget) {
    Audit whole = segmenter.segment(Audit.of(NO_RUN, report).build());
    List<Sentence> read =
        whole.sentences().stream()
            .filter(s -> s.section().stated() || s.section() == Section.HISTORY)
            .toList();
    // what is found in another report has no place in this one
    return reader.read(whole.toBuilder().sentences(read).build(), budget, Trace.NONE);
  }
}
