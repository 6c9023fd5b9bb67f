package org.radiologytrust.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.model.Label.NEEDS_REVIEW;
import static org.radiologytrust.model.Label.SUPPORTED;
import static org.radiologytrust.model.Label.UNCERTAIN;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;

class ScorerTest {
  private static final String TEXT = "Knee. Right knee is broken. Left is fine. End of it.";
  private final Scorer scorer = new Scorer();

  private static Verdict verdict(int claim, Label label) {
    return label == null
        ? Verdict.notAssessed(claim, "no model")
        : new Verdict(
            claim,
            label,
            0.7,
            ConfidenceBasis.TOKEN_PROBABILITY,
            Verdict.Basis.MODEL_WITH_IMAGE,
            List.of("seen"),
            List.of("F1"));
  }

  private static List<Verdict> verdicts(int supported, int uncertain, int needsReview, int none) {
    List<Verdict> all = new ArrayList<>();
    int[] counts = {supported, uncertain, needsReview, none};
    Label[] labels = {SUPPORTED, UNCERTAIN, NEEDS_REVIEW, null};
    for (int i = 0; i < 4; i++) {
      for (int n = 0; n < counts[i]; n++) {
        all.add(verdict(all.size() + 1, labels[i]));
      }
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "4, 1, 0, 94",
    "2, 1, 2, 54",
    "19, 0, 1, 95",
    "0, 5, 0, 68",
    "1, 0, 0, 100",
    "0, 0, 1, 0",
    "1, 0, 1, 50",
    "50, 0, 51, 50",
    "49, 0, 50, 50",
    "0, 0, 7, 0",
    "3, 0, 4, 43",
    "3, 5, 0, 80",
    "2, 4, 0, 79"
  })
  void workedCases(int supported, int uncertain, int needsReview, int value) {
    Score score = scorer.of(verdicts(supported, uncertain, needsReview, 0));
    assertEquals(value, score.value());
    assertEquals(supported + uncertain + needsReview, score.claims());
    assertEquals(supported, score.supported());
    assertEquals(uncertain, score.uncertain());
    assertEquals(needsReview, score.needsReview());
    assertEquals(0, score.notAssessed());
  }

  @Test
  void noScoreUnlessEveryClaimWasAssessed() {
    for (List<Verdict> some :
        List.of(verdicts(0, 0, 0, 0), verdicts(0, 0, 0, 3), verdicts(5, 0, 1, 1))) {
      Score score = scorer.of(some);
      assertNull(score.value());
      assertEquals(some.size(), score.claims());
    }
    assertEquals(1, scorer.of(verdicts(5, 0, 1, 1)).notAssessed());
  }

  @Test
  void aGraverLabelNeverRaisesTheScoreAndOrderDoesNotMatter() {
    Random random = new Random(3);
    for (int round = 0; round < 2_000; round++) {
      List<Verdict> all = verdicts(random.nextInt(30), random.nextInt(30), random.nextInt(30), 0);
      if (all.isEmpty()) {
        continue;
      }
      Score score = scorer.of(all);
      assertTrue(score.value() >= 0 && score.value() <= 100);
      List<Verdict> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, random);
      assertEquals(score, scorer.of(shuffled));
      int at = random.nextInt(all.size());
      if (all.get(at).label() != NEEDS_REVIEW) {
        Label graver = Label.values()[all.get(at).label().ordinal() + 1];
        shuffled = new ArrayList<>(all);
        shuffled.set(at, verdict(all.get(at).claim(), graver));
        Score worse = scorer.of(shuffled);
        assertTrue(worse.value() <= score.value());
      }
    }
  }

  private static Sentence sentence(int number, int from, int to) {
    return new Sentence(number, Section.FINDINGS, new Span(from, to), TEXT.substring(from, to));
  }

  private static Claim claim(int number, int sentence, int from, int to) {
    return new Claim(
        number,
        sentence,
        Section.FINDINGS,
        ClaimType.FINDING,
        new Span(from, to),
        TEXT.substring(from, to));
  }

  private static CheckResult check(String name, Label label, int from, int to) {
    return new CheckResult(
        name,
        label,
        Evidence.of(new Span(from, to), TEXT),
        Evidence.field("OBR-4", "KNEE LEFT"),
        "Do " + name + ".");
  }

  /** Sentences 1 to 4; claims on 2 and 3 only. */
  private static Audit audit(List<Claim> claims, List<Verdict> verdicts, CheckResult... checks) {
    return audit(true, true, claims, verdicts, checks);
  }

  private static Audit audit(
      boolean model,
      boolean images,
      List<Claim> claims,
      List<Verdict> verdicts,
      CheckResult... checks) {
    Report report =
        Report.of("main", "A1")
            .patient(new Patient(null, "", "", null, null, ""))
            .order(new Order("", "", null, null, null, "", "", ""))
            .text(TEXT)
            .status(ReportStatus.FINAL)
            .build();
    return Audit.of(new UUID(0, 1), report)
        .instances(images ? List.of(SampleRecords.instance("1.2.3")) : null)
        .withModel(model)
        .started(Instant.EPOCH)
        .sentences(
            List.of(
                sentence(1, 0, 5), sentence(2, 6, 27), sentence(3, 28, 41), sentence(4, 42, 52)))
        .claims(claims)
        .verdicts(verdicts)
        .checks(List.of(checks))
        .build();
  }

  private static Audit audit(Label second, Label third, CheckResult... checks) {
    return audit(
        List.of(claim(1, 2, 6, 27), claim(2, 3, 28, 41)),
        List.of(verdict(1, second), verdict(2, third)),
        checks);
  }

  private static List<Label> labels(Audit c) {
    return c.verdicts().stream().map(Verdict::label).toList();
  }

  @Test
  void withoutChecksTheModelStands() {
    Audit c = scorer.score(audit(SUPPORTED, UNCERTAIN));
    assertEquals(List.of(SUPPORTED, UNCERTAIN), labels(c));
    assertEquals(84, c.score().value());
    assertEquals(List.of("seen"), c.verdicts().get(0).evidence());
  }

  @Test
  void aGraverCheckWins() {
    Audit c = scorer.score(audit(SUPPORTED, SUPPORTED, check("side", NEEDS_REVIEW, 6, 16)));
    assertEquals(List.of(NEEDS_REVIEW, SUPPORTED), labels(c));
    Verdict v = c.verdicts().get(0);
    assertNull(v.confidence(), "a rule has none");
    assertNull(v.confidenceBasis());
    assertEquals(Verdict.Basis.CHECK, v.basis());
    assertEquals(List.of("Do side."), v.evidence());
    assertEquals(List.of(), v.findings());
    assertEquals(50, c.score().value());
    CheckResult everywhere = check("side", NEEDS_REVIEW, 6, 40);
    assertEquals(
        AuditOutcome.AUDITED,
        scorer.score(audit(SUPPORTED, SUPPORTED, everywhere)).outcome(),
        "the model assessed the claims, whoever won");
  }

  @Test
  void aCheckNeverMakesAClaimBetterButItsEvidenceIsKept() {
    Audit c = scorer.score(audit(NEEDS_REVIEW, UNCERTAIN, check("a", UNCERTAIN, 6, 40)));
    assertEquals(List.of(NEEDS_REVIEW, UNCERTAIN), labels(c));
    for (Verdict v : c.verdicts()) {
      assertEquals(Verdict.Basis.MODEL_WITH_IMAGE, v.basis());
      assertEquals(ConfidenceBasis.TOKEN_PROBABILITY, v.confidenceBasis());
      assertEquals("seen", v.evidence().get(0));
      assertEquals("Do a.", v.evidence().get(1));
      assertEquals(List.of("F1"), v.findings());
    }
  }

  @Test
  void withoutAModelTheChecksSpeakAndThereIsNoScore() {
    List<Label> expected = new ArrayList<>();
    expected.add(UNCERTAIN);
    expected.add(null);
    Audit c =
        scorer.score(
            audit(
                List.of(claim(1, 2, 6, 27), claim(2, 3, 28, 41)),
                verdicts(0, 0, 0, 2),
                check("a", UNCERTAIN, 6, 10)));
    assertEquals(expected, c.verdicts().stream().map(Verdict::label).collect(Collectors.toList()));
    assertNull(c.score().value());
    assertEquals(1, c.score().uncertain());
    assertEquals(1, c.score().notAssessed());
  }

  @Test
  @Tag("safety")
  void checksAloneGiveNoScoreHoweverManyClaimsTheyLabel() {
    List<Claim> one = List.of(claim(1, 2, 6, 27));
    for (boolean model : new boolean[] {true, false}) {
      Audit c =
          scorer.score(
              audit(
                  model,
                  !model,
                  one,
                  List.of(Verdict.notAssessed(1, "none")),
                  check("a", UNCERTAIN, 6, 10)));
      assertEquals(List.of(UNCERTAIN), labels(c));
      assertEquals(0, c.score().notAssessed());
      assertNull(c.score().value());
      assertEquals(AuditOutcome.CHECKED_ONLY, c.outcome());
    }
  }

  @Test
  void aCheckDoesNotStandInForAModelThatDidNotSeeTheClaim() {
    Audit c = scorer.score(audit(SUPPORTED, null, check("a", UNCERTAIN, 28, 32)));
    assertEquals(List.of(SUPPORTED, UNCERTAIN), labels(c));
    assertEquals(0, c.score().notAssessed());
    assertNull(c.score().value());
    assertEquals(AuditOutcome.AUDITED, c.outcome(), "one claim is enough");
    Audit none = scorer.score(audit(List.of(), List.of(), check("a", UNCERTAIN, 28, 32)));
    assertEquals(List.of(UNCERTAIN), labels(none), "of a sentence that the model was not shown");
    assertNull(none.score().value());
    assertEquals(AuditOutcome.CHECKED_ONLY, none.outcome());
  }

  @Test
  void theGravestOfSeveralChecksSpeaksFirst() {
    Audit c =
        scorer.score(
            audit(
                SUPPORTED,
                SUPPORTED,
                check("a", UNCERTAIN, 6, 10),
                check("b", NEEDS_REVIEW, 12, 16)));
    assertEquals(List.of(NEEDS_REVIEW, SUPPORTED), labels(c));
    assertEquals("Do b.", c.verdicts().get(0).evidence().get(0));
    assertEquals("Do a.", c.verdicts().get(0).evidence().get(1));
  }

  @Test
  void aCheckThatNoClaimCoversAddsOneAndNumbersStayInOrder() {
    Audit c =
        scorer.score(
            audit(
                    SUPPORTED,
                    UNCERTAIN,
                    check("a", NEEDS_REVIEW, 42, 45),
                    check("b", UNCERTAIN, 0, 4),
                    check("c", UNCERTAIN, 46, 48))
                .toBuilder()
                .rewrites(List.of(new Rewrite(2, "Left may be fine.")))
                .build());
    assertEquals(
        List.of("Knee.", "Right knee is broken.", "Left is fine.", "End of it."),
        c.claims().stream().map(Claim::text).toList());
    assertEquals(List.of(1, 2, 3, 4), c.claims().stream().map(Claim::number).toList());
    assertEquals(List.of(1, 2, 3, 4), c.claims().stream().map(Claim::sentence).toList());
    assertEquals(List.of(1, 2, 3, 4), c.verdicts().stream().map(Verdict::claim).toList());
    assertEquals(List.of(UNCERTAIN, SUPPORTED, UNCERTAIN, NEEDS_REVIEW), labels(c));
    assertEquals(List.of("Do a.", "Do c."), c.verdicts().get(3).evidence());
    assertEquals(List.of(new Rewrite(3, "Left may be fine.")), c.rewrites());
    assertEquals(100 - 100 * (8 + 0 + 8 + 25) / 100, c.score().value());
  }

  @Test
  void claimsAndVerdictsMatchOneToOneOrNothingPasses() {
    List<Claim> two = List.of(claim(1, 2, 6, 27), claim(2, 3, 28, 41));
    List<List<Verdict>> wrong =
        List.of(
            List.of(),
            List.of(verdict(1, SUPPORTED)),
            List.of(verdict(1, SUPPORTED), verdict(1, SUPPORTED)),
            List.of(verdict(1, SUPPORTED), verdict(3, SUPPORTED)),
            List.of(verdict(1, SUPPORTED), verdict(2, SUPPORTED), verdict(3, SUPPORTED)));
    for (List<Verdict> verdicts : wrong) {
      Audit c = audit(two, verdicts);
      assertThrows(IllegalStateException.class, () -> scorer.score(c));
    }
    Audit twice =
        audit(
            List.of(two.get(0), claim(1, 3, 28, 41)),
            List.of(verdict(1, SUPPORTED), verdict(2, SUPPORTED)));
    assertThrows(IllegalStateException.class, () -> scorer.score(twice));
    Audit turned = audit(two, List.of(verdict(2, UNCERTAIN), verdict(1, SUPPORTED)));
    assertEquals(List.of(SUPPORTED, UNCERTAIN), labels(scorer.score(turned)));
  }

  @Test
  void aQuietCheckChangesNothing() {
    changeNothing(
        check("side-order", NEEDS_REVIEW, 6, 16).asQuiet(),
        check("overconfident", UNCERTAIN, 42, 45).asQuiet());
  }

  @Test
  @Tag("safety")
  void aCheckThatOnlyAsksChangesNothing() {
    changeNothing(
        check("side-order", NEEDS_REVIEW, 6, 16).asking("Not measured."),
        check("overconfident", UNCERTAIN, 42, 45).asking("Not measured."));
  }

  private void changeNothing(CheckResult inClaim, CheckResult outside) {
    Audit without = scorer.score(audit(SUPPORTED, UNCERTAIN));
    Audit with = scorer.score(audit(SUPPORTED, UNCERTAIN, inClaim, outside));
    assertEquals(without.claims(), with.claims());
    assertEquals(without.verdicts(), with.verdicts());
    assertEquals(without.score(), with.score());
    assertEquals(without.outcome(), with.outcome());
    assertEquals(List.of(inClaim, outside), with.checks());
  }

  @Test
  @Tag("safety")
  void aModelThatIsNotTrustedLeavesNoScore() {
    Audit c = audit(SUPPORTED, SUPPORTED);
    List<Verdict> verdicts = new ArrayList<>(c.verdicts());
    verdicts.set(
        0, Verdict.byRule(1, UNCERTAIN, Verdict.Basis.UNTRUSTED_MODEL, List.of("why"), List.of()));
    Audit scored = scorer.score(c.toBuilder().verdicts(verdicts).build());
    assertNull(scored.score().value());
    assertEquals(1, scored.score().supported());
    assertEquals(1, scored.score().uncertain());
  }

  @Test
  void flaggedWordsOutsideAllSentencesBecomeAClaim() {
    Audit scored = scorer.score(audit(SUPPORTED, SUPPORTED, check("x", NEEDS_REVIEW, 27, 28)));
    Claim added = scored.claims().get(1);
    assertEquals(new Span(27, 28), added.span());
    assertEquals(TEXT.substring(27, 28), added.text());
    assertEquals(NEEDS_REVIEW, scored.verdicts().get(1).label());
  }

  @Test
  @Tag("safety")
  void anUnfinishedCheckLeavesNoScore() {
    Audit whole = scorer.score(audit(SUPPORTED, SUPPORTED));
    assertEquals(100, whole.score().value());
    UnfinishedCheck unfinished = new UnfinishedCheck("denied", UnfinishedCheck.Reason.TIME);
    Audit part =
        scorer.score(
            audit(SUPPORTED, SUPPORTED).toBuilder().unfinished(List.of(unfinished)).build());
    assertNull(part.score().value());
  }
}
