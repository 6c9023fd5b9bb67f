package org.radiologytrust.stop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.quality.FigureRow;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;
import org.radiologytrust.stop.Band.Floor;
import org.radiologytrust.stop.Band.Origin;
import org.radiologytrust.stop.Band.Rate;
import org.radiologytrust.stop.Judged.Kind;
import org.radiologytrust.stop.Judged.State;

@Tag("safety")
class StopRuleTest {
  private static final List<String> CHECKS = new Checks(SiteFiles.shipped()).ids();
  private static final StopLimits LIMITS = StopLimits.load(SiteFiles.shipped(), CHECKS);
  private static final StopRule RULE = new StopRule(LIMITS);

  private static CheckWindow window(
      int reports, int flagged, int quietFor, VerdictCounts... verdicts) {
    return new CheckWindow("size", reports, flagged, quietFor, List.of(verdicts));
  }

  private static VerdictCounts verdicts(Strength strength, Footing footing, int right, int wrong) {
    return new VerdictCounts("size", strength, footing, right, wrong, 7, 1);
  }

  private static Band past(int reports, int flagged, VerdictCounts... verdicts) {
    return RULE.band(Origin.PAST, window(reports, flagged, 0, verdicts));
  }

  private static State state(Kind kind, CheckWindow window, Band band) {
    return RULE.judged(List.of(window), Map.of("size", band)).stream()
        .filter(one -> one.kind() == kind)
        .map(Judged::state)
        .findFirst()
        .orElse(null);
  }

  @ParameterizedTest
  @CsvSource({
    // past, window: reports and flagged
    "12000, 120, 4000, 40, WITHIN",
    "12000, 120, 4000, 60, WITHIN",
    "12000, 120, 4000, 130, LEFT",
    "12000, 120, 4000, 5, LEFT",
    "12000, 120, 4000, 0, LEFT",
    "12000, 120, 299, 299, UNKNOWN",
    "12000, 120, 300, 300, LEFT",
    "299, 3, 4000, 4000, UNKNOWN",
    "12000, 0, 4000, 0, WITHIN",
    "12000, 0, 4000, 40, LEFT",
    "300, 3, 4000, 100, WITHIN"
  })
  void flagsOfTooManyOrTooFewReports(
      int pastReports, int pastFlagged, int reports, int flagged, State expected) {
    assertEquals(
        expected, state(Kind.FLAGS, window(reports, flagged, 0), past(pastReports, pastFlagged)));
  }

  /**
   * Summed over all outcomes: a check at the edge of its band is called out as rarely as stated.
   */
  @Test
  void aCheckAtTheEdgeOfItsBandIsHardlyEverCalledOut() {
    for (double edge : new double[] {0.002, 0.01, 0.05, 0.4}) {
      for (int reports : new int[] {300, 1000, 4000}) {
        for (Band band :
            List.of(
                new Band("size", new Rate(0, edge, 0, Origin.SET), List.of()),
                new Band("size", new Rate(edge, 1, 0, Origin.SET), List.of()))) {
          BinomialDistribution flags = BinomialDistribution.of(reports, edge);
          double calledOut = 0;
          for (int flagged = 0; flagged <= reports; flagged++) {
            double chance = flags.probability(flagged);
            // what is hardly ever so adds nothing to the sum
            if (chance > 1e-12
                && state(Kind.FLAGS, window(reports, flagged, 0), band) == State.LEFT) {
              calledOut += chance;
            }
          }
          assertTrue(
              calledOut <= LIMITS.rate() / 2 + 1e-8, edge + " " + reports + ": " + calledOut);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    // past: reports and flagged; reports since the last flag
    "12000, 120, 100, WITHIN",
    "12000, 120, 800, WITHIN",
    "12000, 120, 850, LEFT",
    "12000, 12, 3000, WITHIN",
    "12000, 12, 13000, LEFT",
    "12000, 0, 100000, UNKNOWN",
    "299, 29, 100000, UNKNOWN"
  })
  void silenceIsARunThatIsTooUnlikely(
      int pastReports, int pastFlagged, int quietFor, State expected) {
    assertEquals(
        expected, state(Kind.SILENCE, window(0, 0, quietFor), past(pastReports, pastFlagged)));
  }

  /** Runs between two flags of a check that has not changed, from seeds. */
  @Test
  void aCheckThatHasNotChangedIsHardlyEverSilent() {
    SplittableRandom random = new SplittableRandom(48);
    Band band = past(12_000, 120);
    int silent = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      int quietFor = (int) (Math.log(random.nextDouble()) / Math.log(1 - 0.01));
      silent += state(Kind.SILENCE, window(0, 0, quietFor), band) == State.LEFT ? 1 : 0;
    }
    assertTrue(silent <= LIMITS.silence() * runs, silent + " of " + runs);
  }

  @ParameterizedTest
  @CsvSource({
    // accepted: right and wrong; now: right and wrong
    "45, 5, 10, 20, LEFT",
    "45, 5, 28, 2, WITHIN",
    "45, 5, 25, 5, WITHIN",
    "45, 5, 3, 6, UNKNOWN",
    "45, 5, 0, 10, LEFT",
    "5, 4, 0, 100, UNKNOWN",
    "6, 4, 1, 9, WITHIN",
    "6, 4, 0, 10, LEFT"
  })
  void precisionLeavesWhenItsIntervalIsWhollyBelowTheFloor(
      int right, int wrong, int nowRight, int nowWrong, State expected) {
    Band band = past(1000, 50, verdicts(Strength.ASK, Footing.SAMPLED, right, wrong));
    VerdictCounts now = verdicts(Strength.ASK, Footing.SAMPLED, nowRight, nowWrong);
    assertEquals(expected, state(Kind.PRECISION, window(1000, 50, 0, now), band));
  }

  @Test
  void onlyFlagsThatTellAreJudgedByVerdictsThatPeopleChose() {
    Band any = new Band("size", null, List.of(new Floor(null, null, 0.7, Origin.ACCEPTED)));
    for (Strength strength : Strength.values()) {
      CheckWindow chosen = window(1000, 50, 0, verdicts(strength, Footing.CHOSEN, 0, 50));
      assertEquals(
          strength == Strength.TELL ? State.LEFT : null, state(Kind.PRECISION, chosen, any));
    }
    CheckWindow both =
        window(
            1000,
            50,
            0,
            verdicts(Strength.TELL, Footing.CHOSEN, 0, 50),
            verdicts(Strength.TELL, Footing.SAMPLED, 30, 0));
    assertEquals(State.WITHIN, state(Kind.PRECISION, both, any), "a random sample wins");
    // verdicts of one footing never make the floor of the other
    Band sampled = past(1000, 50, verdicts(Strength.TELL, Footing.SAMPLED, 50, 0));
    CheckWindow told = window(1000, 50, 0, verdicts(Strength.TELL, Footing.CHOSEN, 0, 50));
    assertEquals(State.UNKNOWN, state(Kind.PRECISION, told, sampled));
  }

  @ParameterizedTest
  @CsvSource({
    // reports, right, wrong; accepted are at most 1 wrong in 100 reports and at least 60 of 100
    // right
    "4000, 60, 30, WITHIN, WITHIN",
    "4000, 60, 65, LEFT, LEFT",
    "4000, 400, 65, LEFT, WITHIN",
    "4000, 6, 30, WITHIN, LEFT",
    "4000, 5, 4, UNKNOWN, UNKNOWN",
    "299, 5, 200, UNKNOWN, UNKNOWN",
    "300, 500, 900, LEFT, LEFT"
  })
  void allChecksTogetherAreComparedWithWhatWasAccepted(
      int reports, int right, int wrong, State wrongs, State precision) {
    FigureRow told =
        new FigureRow(
            "",
            Strength.TELL,
            reports,
            right + wrong,
            9,
            new FigureRow.Judged(right, wrong, 3),
            new FigureRow.Agreed(0, 0, 0, 0),
            new FigureRow.Delay(null, null));
    List<Judged> judged = RULE.together(told, 1.0, 60);
    assertEquals(
        List.of(wrongs, precision), judged.stream().map(Judged::state).toList(), judged::toString);
  }

  @Test
  void withoutABandNothingIsCalledFine() {
    List<Judged> all =
        RULE.judged(
            List.of(window(4000, 4, 9, verdicts(Strength.TELL, Footing.CHOSEN, 40, 0))), Map.of());
    assertEquals(3, all.size());
    assertTrue(all.stream().allMatch(one -> one.state() == State.UNKNOWN), all::toString);
    assertTrue(RULE.breaches(List.of(window(4000, 4000, 0)), Map.of()).isEmpty());
  }

  @Test
  void theWordsNameFiguresAndBand() {
    List<Judged> left =
        RULE.breaches(List.of(window(4000, 200, 0)), Map.of("size", past(12_000, 120)));
    assertEquals(
        "flags 5.0 of 100 reports (200 of 4000; 3.9 to 6.2); its band, as before, is 0.56 to 1.8",
        left.get(0).words());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "days: 28|days: 0|days must be at least 1",
        "past: 84|past: 20|past at least days",
        "verdicts: 10|verdicts: 0|reports and verdicts",
        "rate: 0.001|rate: 0|rate and silence",
        "silence: 0.001|silence: 0.2|rate and silence",
        "factor: 1.5|factor: 0.5|factor must be",
        "bands: []|bands: [{check: nonsense, precision: 70}]|there is no check nonsense",
        "bands: []|bands: [{check: size}]|size needs low and high",
        "bands: []|bands: [{check: size, low: 3, high: 2}]|low must be",
        "bands: []|bands: [{check: size, precision: 100}]|precision must be",
        "bands: []|bands: [{check: size, precision: 7}, {check: size, precision: 8}]|twice"
      })
  void aWrongFileIsRefusedWithWhatIsWrong(
      String from, String to, String message, @TempDir Path folder) throws Exception {
    String file =
        new String(
            StopRuleTest.class.getResourceAsStream("/stop/rule.yaml").readAllBytes(),
            StandardCharsets.UTF_8);
    Files.createDirectory(folder.resolve("stop"));
    Files.writeString(folder.resolve("stop/rule.yaml"), file.replace(from, to));
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class, () -> StopLimits.load(SiteFiles.in(folder), CHECKS));
    assertTrue(wrong.getMessage().contains("stop/rule.yaml"), wrong.getMessage());
    assertTrue(wrong.getMessage().contains(message), wrong.getMessage());
    assertFalse(file.replace(from, to).equals(file), from);
  }
}
