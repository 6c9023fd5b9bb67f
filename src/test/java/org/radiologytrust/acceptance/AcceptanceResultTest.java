package org.radiologytrust.acceptance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.quality.Acceptances.Acceptance;
import org.radiologytrust.journal.quality.Acceptances.Outcome;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.quality.Acceptances.Verdicts;
import org.radiologytrust.model.StrengthRow;

@Tag("safety")
class AcceptanceResultTest {
  private static final Rule RULE = RuleFile.of(SiteFiles.shipped());

  /** The screen that was drawn before the product: 2,000 reports. */
  private static final List<Verdicts> DRAWN =
      List.of(
          flags("critical-uncommunicated", 7, 0, 1),
          flags("side-findings-impression", 8, 0, 1),
          flags("side-order", 5, 0, 1),
          flags("sex-organ", 3, 0, 0),
          flags("size", 4, 1, 1),
          flags("not-in-impression", 5, 2, 1),
          flags("contradiction", 3, 1, 9),
          flags("follow-up", 1, 5, 2));

  private static Verdicts flags(String check, int right, int notImportant, int wrong) {
    return new Verdicts(check, right, notImportant, wrong, right + notImportant + wrong);
  }

  private static AcceptanceResult result(int reports, Rule rule, List<Verdicts> verdicts) {
    Acceptance one = new Acceptance("a", 1, reports, rule, "ann", Instant.EPOCH, null);
    return AcceptanceResult.of(one, verdicts, check -> !StrengthRow.alwaysTells(check));
  }

  @Test
  void theRuleOfTheProductIsTheOneThatWasDrawn() {
    assertEquals(new Rule(1.0, 50, 3, 30), RULE);
    AcceptanceResult result = result(2000, RULE, DRAWN);
    assertEquals(Outcome.QUIET, result.outcome());
    assertEquals(List.of("contradiction", "follow-up"), result.quiet());
    assertEquals(1.3, result.all().bounds().wrongHigh(), 0.05);
    assertEquals(56, result.all().bounds().rightLow(), 0.5);
    assertEquals(0.58, result.kept().bounds().wrongHigh(), 0.005);
    assertEquals(72, result.kept().bounds().rightLow(), 0.5);
    assertEquals(new Sum(2000, 6, 40, 32, 3, 5), result.kept());
  }

  /** What is said before is what the result is computed by, at each edge. */
  @Test
  void theNumbersThatAreSaidBeforeAreTheEdgesOfTheRule() {
    GoLimits limits = new GoLimits(RULE);
    assertEquals(381, limits.reports(0));
    assertEquals(563, limits.reports(1));
    assertEquals(OptionalInt.empty(), limits.wrong(380));
    assertEquals("With 380 reports no result can be a go.", limits.in(380));
    assertEquals("With 563 reports at most 1 flag may be wrong.", limits.in(563));
    Random random = new Random(11);
    for (int i = 0; i < 300; i++) {
      Rule rule =
          new Rule(
              0.05 + 20 * random.nextDouble(),
              1 + 98 * random.nextDouble(),
              0,
              1 + random.nextInt(60));
      GoLimits of = new GoLimits(rule);
      int wrong = random.nextInt(40);
      int reports = of.reports(wrong);
      assertTrue(wrong <= of.wrong(reports).orElse(-1), rule.toString());
      assertTrue(of.wrong(reports - 1).orElse(-1) < wrong || reports == 1, rule.toString());
      int right = of.right(rule.leastFlags());
      int judged = rule.leastFlags();
      assertTrue(
          right > judged || new Sum(9_000, 1, judged, right, 0, judged - right).rightEnough(rule),
          rule.toString());
      assertFalse(
          new Sum(9_000, 1, judged, right - 1, 0, judged - right + 1).rightEnough(rule),
          rule.toString());
    }
  }

  @Test
  void whereAllMeetTheRuleNoneGoesQuiet() {
    AcceptanceResult result = result(4000, RULE, DRAWN);
    assertEquals(Outcome.GO, result.outcome());
    assertEquals(List.of(), result.quiet());
    assertEquals(result.all(), result.kept());
  }

  @Test
  void tooFewJudgedFlagsAreNoGo() {
    assertEquals(Outcome.NO_GO, result(9000, RULE, List.of(flags("size", 29, 90, 0))).outcome());
    assertEquals(Outcome.GO, result(9000, RULE, List.of(flags("size", 30, 0, 0))).outcome());
    assertEquals(Outcome.NO_GO, result(9000, RULE, List.of()).outcome());
  }

  /** However wrong it is, and though the rest would do. */
  @Test
  void whatAlwaysTellsIsNeverAmongTheQuiet() {
    for (String check : new Checks(SiteFiles.shipped()).ids()) {
      AcceptanceResult result =
          result(2000, RULE, List.of(flags(check, 0, 0, 60), flags("other", 40, 0, 0)));
      boolean always = StrengthRow.alwaysTells(check);
      assertEquals(always ? Outcome.NO_GO : Outcome.QUIET, result.outcome(), check);
      assertEquals(always ? List.of() : List.of(check), result.quiet());
    }
  }

  /** For any verdicts: the same result in any order, and never one that breaks the rule. */
  @Test
  void theResultFollowsFromTheVerdictsAlone() {
    List<String> checks = List.of("age", "sex-word", "a", "b", "c", "d", "e");
    int quiet = 0;
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      Rule rule =
          new Rule(
              0.2 + 3 * random.nextDouble(),
              20 + 60 * random.nextDouble(),
              random.nextInt(4),
              1 + random.nextInt(60));
      List<Verdicts> verdicts = new ArrayList<>();
      for (String check : checks) {
        verdicts.add(
            flags(
                check,
                random.nextInt(30),
                random.nextInt(5),
                random.nextInt(4) * random.nextInt(8)));
      }
      AcceptanceResult result = result(500 + random.nextInt(3000), rule, verdicts);
      List<Verdicts> shuffled = new ArrayList<>(verdicts);
      Collections.shuffle(shuffled, random);
      AcceptanceResult again = result(result.all().reports(), rule, shuffled);
      assertEquals(result.quiet(), again.quiet());
      assertEquals(result.outcome(), again.outcome());
      assertTrue(result.quiet().size() <= rule.mostQuiet());
      assertEquals(new HashSet<>(result.quiet()).size(), result.quiet().size());
      assertTrue(result.quiet().stream().noneMatch(StrengthRow::alwaysTells));
      assertEquals(result.outcome() != Outcome.NO_GO, result.kept().meets(rule));
      assertEquals(result.outcome() == Outcome.QUIET, !result.quiet().isEmpty());
      quiet += result.outcome() == Outcome.QUIET ? 1 : 0;
    }
    assertTrue(quiet > 100, "so often it was looked at: " + quiet);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {mostWrong: 0, leastRight: 50, mostQuiet: 3, leastFlags: 30} | mostWrong must be above 0 and at most 100
          {mostWrong: 1, leastRight: 100, mostQuiet: 3, leastFlags: 30} | leastRight must be above 0 and below 100
          {mostWrong: 1, leastRight: 50, mostQuiet: 11, leastFlags: 30} | mostQuiet must be from 0 to 10
          {mostWrong: 1, leastRight: 50, mostQuiet: 3, leastFlags: 0} | leastFlags must be from 1 to 1000
          """)
  void aWrongRuleFileSaysWhatToCorrect(String yaml, String message, @TempDir Path folder)
      throws Exception {
    Files.createDirectories(folder.resolve("pilot"));
    Files.writeString(folder.resolve("pilot/accept.yaml"), yaml);
    SiteFiles files = SiteFiles.in(folder);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> RuleFile.of(files));
    assertEquals("pilot/accept.yaml: " + message, e.getMessage());
  }
}
