package org.radiologytrust.page.quality;

import java.util.List;
import org.radiologytrust.journal.quality.Readings;
import org.radiologytrust.journal.quality.Readings.Kind;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.page.door.Times;
import org.radiologytrust.review.Share;

/**
 * What was read in random samples.
 *
 * @param verdicts about flags that were put to people
 * @param missed in reports without a flag
 * @param missedReports those, the newest first; not more than the page lists
 * @param lists the newest first
 * @param sizes how much is drawn each week
 */
record SampleFigures(
    List<VerdictCounts> verdicts,
    Readings.Missed missed,
    List<Readings.MissedReport> missedReports,
    List<Readings.Progress> lists,
    Readings.Sizes sizes) {
  private static final int WEEKS = 12;

  SampleFigures {
    verdicts = List.copyOf(verdicts);
    missedReports = List.copyOf(missedReports);
    lists = List.copyOf(lists);
  }

  static Share precision(VerdictCounts of) {
    return new Share(of.right(), of.rightOrWrong());
  }

  /** Reports without a flag in which something was missed, of those that were read. */
  Share missedShare() {
    return new Share(missed.missed(), missed.read());
  }

  /** What the size can show, such as {@code 0 to 0.80}: if none of twelve weeks has an error. */
  String width() {
    return new Share(0, WEEKS * sizes.reports()).interval();
  }

  /** Such as {@code CT, read 12 Nov 2026}. */
  static String words(Readings.MissedReport report) {
    return (report.modality().isEmpty() ? "Report" : report.modality())
        + ", read "
        + Times.date(report.read());
  }

  int inTwelveWeeks() {
    return WEEKS * sizes.reports();
  }

  static String words(Kind kind) {
    return switch (kind) {
      case REPORT -> "reports without a flag";
      case TELL -> "flags that tell";
      case ASK -> "flags that ask";
      case QUIET -> "quiet flags";
    };
  }

  static String strength(VerdictCounts of) {
    return switch (of.strength()) {
      case TELL -> "tells";
      case ASK -> "asks";
      case QUIET -> "quiet";
    };
  }
}
