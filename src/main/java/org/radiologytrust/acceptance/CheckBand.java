package org.radiologytrust.acceptance;

import java.util.List;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.radiologytrust.acceptance.BandResult.Part;
import org.radiologytrust.acceptance.BandResult.State;
import org.radiologytrust.journal.quality.Band;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Share;
import org.radiologytrust.review.Wilson;

/**
 * What a person accepted of one check: the counts of the acceptance, from which its band follows.
 * Examinations differ from month to month, so the band of how often it flags is wider than the
 * interval of what was counted.
 *
 * @param reports on which it finished
 * @param flaggedLeast so many of them have a flag of it at least
 * @param flaggedMost and so many at most: of questions only the number of flags is known
 * @param right of its flags that people read
 * @param wrong likewise
 */
public record CheckBand(int reports, int flaggedLeast, int flaggedMost, int right, int wrong) {
  /** Fewer reports are not judged. */
  static final int LEAST_REPORTS = 300;

  /** Fewer verdicts of right or wrong are not judged. */
  static final int LEAST_VERDICTS = 10;

  /** By so much the band is wider on both sides. */
  private static final double FACTOR = 1.5;

  /** The chance that a check which flags as often as its band allows is called out all the same. */
  private static final double ERROR = 0.001;

  private static final double HUNDRED = 100;

  /**
   * @param rows of the check, one for each strength, of any number of reports
   */
  public BandResult judged(List<FigureRow> rows) {
    int of = rows.stream().mapToInt(FigureRow::reports).max().orElse(0);
    // a check that did not finish on the newest version may have flagged an earlier one
    int flagged = Math.min(of, rows.stream().mapToInt(FigureRow::flagged).sum());
    // the acceptance had flags that tell read, and no others
    int nowRight = 0;
    int nowWrong = 0;
    for (FigureRow row : rows) {
      if (row.strength() == Strength.TELL) {
        nowRight += row.judged().right();
        nowWrong += row.judged().wrong();
      }
    }
    return BandResult.of(flags(flagged, of), right(nowRight, nowWrong));
  }

  private Part flags(int flagged, int of) {
    if (reports < LEAST_REPORTS || of < LEAST_REPORTS) {
      return new Part(State.UNKNOWN, "flags: too few reports");
    }
    double low = Wilson.of(flaggedLeast, reports).low() / FACTOR;
    double high = Math.min(1, Wilson.of(flaggedMost, reports).high() * FACTOR);
    var now = BinomialConfidenceInterval.CLOPPER_PEARSON.fromErrorRate(of, flagged, ERROR);
    return now.getLowerBound() > high || now.getUpperBound() < low
        ? new Part(
            State.OUTSIDE,
            "flags: %s of 100, accepted %s to %s"
                .formatted(hundred((double) flagged / of), hundred(low), hundred(high)))
        : new Part(State.WITHIN, "flags: within");
  }

  private Part right(int nowRight, int nowWrong) {
    int of = nowRight + nowWrong;
    if (right + wrong < LEAST_VERDICTS || of < LEAST_VERDICTS) {
      return new Part(State.UNKNOWN, "right: too few verdicts");
    }
    return right(nowRight, of, Wilson.of(right, right + wrong).low());
  }

  /** Both intervals have to be apart, so a few wrong flags are no alarm. */
  private static Part right(int right, int of, double least) {
    return Wilson.of(right, of).high() < least
        ? new Part(
            State.OUTSIDE,
            "right: %s %%, accepted %s %% at least"
                .formatted(hundred((double) right / of), hundred(least)))
        : new Part(State.WITHIN, "right: within");
  }

  /**
   * All checks together. The verdicts are those of the worklist, where some wrong flags get none:
   * so there are at least as many wrong ones as counted.
   *
   * @param told all flags that tell
   */
  static BandResult together(Band band, FigureRow told) {
    int wrong = told.judged().wrong();
    int of = told.judged().right() + wrong;
    int reports = told.reports();
    if (of < LEAST_VERDICTS || reports < LEAST_REPORTS) {
      return BandResult.of(new Part(State.UNKNOWN, "too few reports or verdicts"));
    }
    boolean tooMany =
        HUNDRED * Wilson.of(Math.min(wrong, reports), reports).low() > band.wrongHigh();
    return BandResult.of(
        tooMany
            ? new Part(
                State.OUTSIDE,
                "wrong: %s in 100 reports, accepted %s at most"
                    .formatted(
                        hundred((double) wrong / reports), hundred(band.wrongHigh() / HUNDRED)))
            : new Part(State.WITHIN, "wrong: within"),
        right(told.judged().right(), of, band.rightLow() / HUNDRED));
  }

  private static String hundred(double share) {
    return Share.number(HUNDRED * share);
  }
}
