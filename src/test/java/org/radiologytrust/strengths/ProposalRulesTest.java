package org.radiologytrust.strengths;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.check.Checks;
import org.radiologytrust.check.StrengthRow;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Strength;

@Tag("safety")
class ProposalRulesTest {
  private static final ProposalRules RULES = new ProposalRules(SiteFiles.shipped());

  private static String proposed(Judged judged, Strength now) {
    return RULES.of(judged, now).map(p -> p.then().word()).orElse("nothing");
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
    assertEquals(expected, proposed(new Judged("size", right, wrong, 100, people), now));
  }

  @Test
  void noCountOfVerdictsSoftensWhatAlwaysTells() {
    for (String check : new Checks(SiteFiles.shipped()).ids()) {
      Judged allWrong = new Judged(check, 0, 1000, 0, 10);
      assertEquals(
          !StrengthRow.alwaysTells(check), RULES.of(allWrong, Strength.TELL).isPresent(), check);
      assertEquals(
          !StrengthRow.alwaysTells(check), RULES.of(allWrong, Strength.ASK).isPresent(), check);
    }
    assertEquals("tell", proposed(new Judged("age", 100, 0, 0, 2), Strength.ASK));
  }

  /** denied was right once of 26 elsewhere, which counts as 10 verdicts and not as 26. */
  @Test
  void whatWasMeasuredElsewhereCountsAsTenVerdictsAtMost() {
    Judged judged = new Judged("denied", 20, 12, 0, 2);
    Share share = RULES.share(judged);
    assertEquals((20 + 10 / 26.0) / 42, share.share(), 1e-9);
    Judged few = new Judged("no-impression", 20, 12, 0, 2);
    assertEquals(24 / 39.0, RULES.share(few).share(), 1e-9);
    assertEquals(20 / 32.0, RULES.share(new Judged("size", 20, 12, 0, 2)).share(), 1e-9);
    assertEquals("nothing", proposed(new Judged("denied", 22, 8, 0, 2), Strength.ASK));
    assertEquals("tell", proposed(new Judged("size", 22, 8, 0, 2), Strength.ASK));
    assertEquals("tell", proposed(new Judged("denied", 60, 8, 0, 2), Strength.ASK));
  }

  /** R: prop.test(9, 38, correct = FALSE) and prop.test(0, 10, correct = FALSE). */
  @Test
  void theIntervalIsWilsons() {
    Share share = Share.of(9, 38);
    assertEquals(0.1298, share.lower(), 1e-4);
    assertEquals(0.3918, share.upper(), 1e-4);
    assertEquals(0.2775, Share.of(0, 10).upper(), 1e-4);
    assertEquals(0, Share.of(0, 10).lower(), 1e-12);
    assertEquals("24 %, 13 to 39", share.words());
  }

  @Test
  void aProposalSaysWhatIsLostAndOnWhatItRests() {
    Proposal softer = RULES.of(new Judged("size", 9, 29, 0, 3), Strength.TELL).orElseThrow();
    assertEquals("Verdicts: right 9 of 38, by 3 people (24 %, 13 to 39).", softer.basis());
    assertEquals("What you lose: 9 right flags of this time would only have asked.", softer.lost());
    Proposal louder = RULES.of(new Judged("size", 28, 2, 0, 3), Strength.ASK).orElseThrow();
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
