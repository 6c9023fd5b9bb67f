package org.radiologytrust.page.quality;

import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.page.door.ShadowWords;
import org.radiologytrust.review.Share;

/** The sentences of the page of a month. */
final class MonthWords {
  static final String FIGURES =
      "Intervals: Wilson, 95 %. People choose which flags they answer, so these verdicts are no"
          + " random sample. Not important counts neither way. To decision: half of them, then nine in"
          + " ten.";

  static final String NO_CHANGE = "Nobody loaded another table of strengths.";

  private MonthWords() {}

  static String made(MonthReport report) {
    return "%s Made %s. A report belongs to the month in which its first version was received, by UTC."
        .formatted(reports(report), report.head().made());
  }

  private static String reports(MonthReport report) {
    if (report.shadow() == 0) {
      return report.reports() + " reports were checked.";
    }
    String shadow = ShadowWords.notShown(report.shadow()) + ".";
    return report.reports() == 0
        ? shadow
        : report.reports() + " reports were checked and are counted here. " + shadow;
  }

  /** Where no check has a row. */
  static String noFlag(MonthReport report) {
    return report.reports() == 0 && report.shadow() > 0
        ? "What checks flagged in shadow mode is not shown here."
        : "No check flagged anything.";
  }

  static String missed(SampleFigures sample) {
    Share missed = sample.missedShare();
    return missed.known()
        ? "In %d of %d reports without a flag that were read, a check should have flagged something: %s in 100 (%s)."
            .formatted(missed.hits(), missed.of(), missed.words(), missed.interval())
        : "No report without a flag was read.";
  }

  static String list(Readings.Progress list) {
    return "%s: %d of %d %s read, drawn from %d."
        .formatted(
            list.name(),
            list.read(),
            list.items(),
            SampleFigures.words(list.kind()),
            list.population());
  }
}
