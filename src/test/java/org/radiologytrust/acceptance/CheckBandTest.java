package org.radiologytrust.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.acceptance.BandResult.State;
import org.radiologytrust.journal.quality.Band;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.Wilson;

@Tag("safety")
class CheckBandTest {
  private static BandResult judged(CheckBand band, int reports, int flagged, int right, int wrong) {
    return band.judged(List.of(SampleBands.row(Strength.TELL, reports, flagged, right, wrong)));
  }

  @ParameterizedTest
  @CsvSource({
    // accepted, now: reports and flagged
    "12000, 120, 4000, 40, WITHIN",
    "12000, 120, 4000, 60, WITHIN",
    "12000, 120, 4000, 130, OUTSIDE",
    "12000, 120, 4000, 5, OUTSIDE",
    "12000, 120, 4000, 0, OUTSIDE",
    "12000, 120, 299, 299, UNKNOWN",
    "12000, 120, 300, 300, OUTSIDE",
    "299, 3, 4000, 4000, UNKNOWN",
    "12000, 0, 4000, 0, WITHIN",
    "12000, 0, 4000, 40, OUTSIDE",
    "300, 3, 4000, 100, WITHIN",
    "12000, 120, 0, 0, UNKNOWN"
  })
  void flagsOfTooManyOrTooFewReports(
      int accepted, int acceptedFlagged, int reports, int flagged, State expected) {
    CheckBand band = new CheckBand(accepted, acceptedFlagged, acceptedFlagged, 0, 0);
    assertEquals(expected, judged(band, reports, flagged, 0, 0).state());
  }

  /** Summed over all outcomes: so a month that is as accepted is hardly ever called out. */
  @Test
  void aCheckAtTheEdgeOfItsBandIsHardlyEverCalledOut() {
    for (int flaggedThen : new int[] {4, 20, 100, 800}) {
      CheckBand band = new CheckBand(2000, flaggedThen, flaggedThen, 0, 0);
      for (double edge :
          new double[] {
            Wilson.of(flaggedThen, 2000).low() / 1.5, Wilson.of(flaggedThen, 2000).high() * 1.5
          }) {
        for (int reports : new int[] {300, 4000}) {
          BinomialDistribution flags = BinomialDistribution.of(reports, edge);
          double calledOut = 0;
          for (int flagged = 0; flagged <= reports; flagged++) {
            double chance = flags.probability(flagged);
            // what is hardly ever so adds nothing to the sum
            if (chance > 1e-12 && judged(band, reports, flagged, 0, 0).state() == State.OUTSIDE) {
              calledOut += chance;
            }
          }
          assertTrue(calledOut <= 0.0005 + 1e-8, edge + " " + reports + ": " + calledOut);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // accepted, now: right and wrong
    "40, 10, 40, 10, WITHIN",
    "40, 10, 6, 4, WITHIN",
    "40, 10, 2, 18, OUTSIDE",
    "40, 10, 100, 0, WITHIN",
    "40, 10, 0, 9, UNKNOWN",
    "5, 4, 0, 90, UNKNOWN"
  })
  void rightLessOftenIsOutsideWhenBothIntervalsAreApart(
      int right, int wrong, int nowRight, int nowWrong, State expected) {
    CheckBand band = new CheckBand(0, 0, 0, right, wrong);
    assertEquals(expected, judged(band, 0, 0, nowRight, nowWrong).state());
  }

  /** An acceptance has flags that tell read, and no others. */
  @Test
  void theFlagsOfAllStrengthsCountAndTheVerdictsOfThoseThatTell() {
    CheckBand band = new CheckBand(12000, 120, 120, 40, 10);
    BandResult both =
        band.judged(
            List.of(
                SampleBands.row(Strength.TELL, 4000, 30, 20, 2),
                SampleBands.row(Strength.ASK, 4000, 100, 0, 90)));
    assertEquals("▲ flags: 3.3 of 100, accepted 0.56 to 1.8; right: within", both.words());
  }

  /** Of questions, an acceptance has the number of flags alone. */
  @Test
  void withoutTheFlaggedReportsTheBandIsWideAndNotWrong() {
    CheckBand band = new CheckBand(2000, 0, 200, 0, 0);
    assertEquals(State.WITHIN, judged(band, 4000, 10, 0, 0).state());
    assertEquals(State.OUTSIDE, judged(band, 4000, 900, 0, 0).state());
  }

  @ParameterizedTest
  @CsvSource({
    // reports; right and wrong of the flags that tell
    "4000, 60, 30, WITHIN",
    "4000, 60, 90, OUTSIDE",
    "4000, 5, 25, OUTSIDE",
    "299, 0, 299, UNKNOWN",
    "4000, 0, 9, UNKNOWN"
  })
  void allChecksTogetherAreComparedWithWhatWasAccepted(
      int reports, int right, int wrong, State expected) {
    Band band = new Band(1.0, 50, "ann", Instant.EPOCH);
    assertEquals(
        expected,
        CheckBand.together(band, SampleBands.row(Strength.TELL, reports, 0, right, wrong)).state());
  }

  @Test
  void whatIsNotJudgedIsNeverCalledWithin() {
    CheckBand none = new CheckBand(0, 0, 0, 0, 0);
    BandResult result = judged(none, 4000, 4000, 0, 4000);
    assertEquals(State.UNKNOWN, result.state());
    assertEquals("flags: too few reports; right: too few verdicts", result.words());
    BandResult half = judged(new CheckBand(12000, 120, 120, 0, 0), 4000, 40, 0, 40);
    assertEquals(State.WITHIN, half.state());
    assertEquals("flags: within; right: too few verdicts", half.words());
  }
}
