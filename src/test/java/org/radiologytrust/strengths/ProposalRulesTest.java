package org.radiologytrust.strengths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.journal.quality.Footing;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;

@Tag("safety")
class ProposalRulesTest {
  private static final ProposalRules RULES = new ProposalRules(SiteFiles.shipped());

  private static VerdictCounts counts(
      String check, Strength strength, int right, int wrong, int people) {
    return new VerdictCounts(check, strength, Footing.CHOSEN, right, wrong, 100, people);
  }

  private static String proposed(Strength now, VerdictCounts... counts) {
    return RULES.of(List.of(counts), now).map(p -> p.then().word()).orElse("nothing");
  }

  @ParameterizedTest
  @CsvSource({
    // right, wrong, people, now, proposed
    "28, 2, 2, ASK, tell",
    "28, 1, 2, ASK, nothing",
    "28, 2, 1, ASK, nothing",
    "28, 2, 2, TELL, nothing",
    "20, 15, 3, ASK, nothing",
    "9, 29, 3, TELL, ask",
    "17, 17, 3, TELL, nothing",
    "9, 29, 3, ASK, nothing",
    "2, 50, 3, ASK, quiet",
    "2, 50, 3, TELL, ask",
    "2, 50, 3, QUIET, nothing",
    "15, 20, 2, QUIET, ask",
    "40, 0, 2, QUIET, ask",
    "4, 30, 2, QUIET, nothing",
    "0, 0, 0, TELL, nothing"
  })
  void aProposalNeedsThirtyVerdictsOfTwoAndGoesOneStep(
      int right, int wrong, int people, Strength now, String expected) {
    assertEquals(expected, proposed(now, counts("size", now, right, wrong, people)));
  }

  @Test
  void noCountOfVerdictsSoftensWhatAlwaysTells() {
    for (String check : new Checks(SiteFiles.shipped()).ids()) {
      for (Strength now : List.of(Strength.TELL, Strength.ASK)) {
        assertEquals(
            StrengthRow.alwaysTells(check),
            proposed(now, counts(check, now, 0, 1000, 10)).equals("nothing"),
            check);
      }
    }
    assertEquals("tell", proposed(Strength.ASK, counts("age", Strength.ASK, 100, 0, 2)));
  }

  /** denied was right once of 26 elsewhere, which counts as 10 verdicts and not as 26. */
  @Test
  void whatWasMeasuredElsewhereCountsAsTenVerdictsAtMost() {
    assertEquals(
        20 / 42.0, RULES.share(counts("denied", Strength.ASK, 20, 12, 2)).value() / 100, 1e-9);
    assertEquals(
        24 / 39.0,
        RULES.share(counts("no-impression", Strength.ASK, 20, 12, 2)).value() / 100,
        1e-9);
    assertEquals(
        20 / 32.0, RULES.share(counts("size", Strength.ASK, 20, 12, 2)).value() / 100, 1e-9);
    assertEquals("nothing", proposed(Strength.ASK, counts("denied", Strength.ASK, 22, 8, 2)));
    assertEquals("tell", proposed(Strength.ASK, counts("size", Strength.ASK, 22, 8, 2)));
    assertEquals("tell", proposed(Strength.ASK, counts("denied", Strength.ASK, 60, 8, 2)));
  }

  /** Else a check would be softened twice for the same verdicts. */
  @Test
  void verdictsOnFlagsOfAnotherStrengthSayNothing() {
    assertEquals("nothing", proposed(Strength.ASK, counts("size", Strength.TELL, 0, 100, 3)));
  }

  @Test
  void aSampleDecidesWhereItIsLargeEnoughAndIsNeverCountedWithTheOthers() {
    VerdictCounts chosen = counts("size", Strength.TELL, 0, 100, 3);
    VerdictCounts sampled = new VerdictCounts("size", Strength.TELL, Footing.SAMPLED, 28, 2, 0, 2);
    VerdictCounts few = new VerdictCounts("size", Strength.TELL, Footing.SAMPLED, 20, 9, 0, 2);
    assertEquals("nothing", proposed(Strength.TELL, chosen, sampled));
    assertEquals("ask", proposed(Strength.TELL, chosen, few));
    VerdictCounts half = counts("size", Strength.TELL, 0, 20, 3);
    assertEquals("nothing", proposed(Strength.TELL, half, few));
  }

  @Test
  void aProposalSaysWhatIsLostAndOnWhatItRests() {
    Proposal softer =
        RULES.of(List.of(counts("size", Strength.TELL, 9, 29, 3)), Strength.TELL).orElseThrow();
    assertEquals("Verdicts, chosen: right 9 of 38, by 3 people (24 %, 13 to 39).", softer.basis());
    assertEquals("What you lose: 9 right flags of this time would only have asked.", softer.lost());
    Proposal louder =
        RULES.of(List.of(counts("size", Strength.ASK, 28, 2, 3)), Strength.ASK).orElseThrow();
    assertEquals(
        "What you get besides: 2 wrong flags of this time would have counted.", louder.lost());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {tellFrom: 0.2, askFrom: 0.5, measured: []} | 'askFrom must be above 0 and below tellFrom, and tellFrom below 1'
          {tellFrom: 1, askFrom: 0.5, measured: []}   | 'askFrom must be above 0 and below tellFrom, and tellFrom below 1'
          {tellFrom: 0.5, askFrom: 0.2, measured: [{check: a, right: 0, wrong: 0}]} | 'a needs right and wrong, not below 0, and not both 0'
          {tellFrom: 0.5, askFrom: 0.2, measured: [{check: a, right: 1, wrong: 0}, {check: a, right: 1, wrong: 0}]} | a is there twice
          """)
  void aFileThatIsNotValidIsRefused(String yaml, String message, @TempDir Path folder)
      throws Exception {
    Files.createDirectories(folder.resolve("strengths"));
    Files.writeString(folder.resolve("strengths/proposals.yaml"), yaml);
    SiteFiles files = SiteFiles.in(folder);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new ProposalRules(files));
    assertEquals("strengths/proposals.yaml: " + message, e.getMessage());
  }
}
