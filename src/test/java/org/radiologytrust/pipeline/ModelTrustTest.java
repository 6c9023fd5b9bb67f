package org.radiologytrust.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.radiologytrust.model.Label.NEEDS_REVIEW;
import static org.radiologytrust.model.Label.SUPPORTED;
import static org.radiologytrust.model.Label.UNCERTAIN;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.check.CaseBuilder;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.pipeline.words.ComparingClaims;
import org.radiologytrust.review.Problems;
import org.radiologytrust.score.Scorer;

@Tag("safety")
class ModelTrustTest {
  private static final String CT = "A model's answers about CT are not trusted yet.";
  private static final String CHANGE =
      "A model's answers about a change since an earlier study are not trusted yet.";

  private final ModelTrust trust =
      new ModelTrust(new ComparingClaims(SiteFiles.shipped()), Set.of("CT", "MR"));

  private static CaseBuilder report() {
    return new CaseBuilder().text("FINDINGS:~Small nodule.~Normal heart.");
  }

  /** An audit in which a model with images gave each sentence one of these labels. */
  private static Audit judged(CaseBuilder report, Label... labels) {
    Audit c = report.build();
    List<Claim> claims = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (Sentence s : c.sentences()) {
      int number = claims.size() + 1;
      claims.add(
          new Claim(number, s.number(), Section.FINDINGS, ClaimType.FINDING, s.span(), s.text()));
      verdicts.add(
          labels[number - 1] == null
              ? Verdict.notAssessed(number, "too long")
              : new Verdict(
                  number,
                  labels[number - 1],
                  0.9,
                  ConfidenceBasis.TOKEN_PROBABILITY,
                  Verdict.Basis.MODEL_WITH_IMAGE,
                  List.of("said"),
                  List.of("F1.1")));
    }
    assertEquals(labels.length, claims.size());
    return c.toBuilder()
        .claims(claims)
        .verdicts(verdicts)
        .withModel(true)
        .omissions(List.of(new Finding("F1.2", "1.1", "cyst", "liver", 0.5, "")))
        .build();
  }

  private static Verdict untrusted(int claim, String why) {
    return Verdict.byRule(
        claim, UNCERTAIN, Verdict.Basis.UNTRUSTED_MODEL, List.of(why, "said"), List.of("F1.1"));
  }

  @Test
  void neitherAnswerAboutACtIsTrusted() {
    Audit before = judged(report().image("CT", "", "", ""), SUPPORTED, NEEDS_REVIEW);
    Audit c = trust.limit(before);
    assertEquals(List.of(untrusted(1, CT), untrusted(2, CT)), c.verdicts());
    assertEquals(
        List.of(
            new CheckResult(
                    "model",
                    NEEDS_REVIEW,
                    Evidence.of(before.claims().get(1).span(), before.report().text()),
                    Evidence.field("model", "said"),
                    "The model contradicts this: look at the images.")
                .asking(CT)),
        c.checks());
    assertEquals(List.of(), c.omissions());
    assertTrue(c.note().contains("2 claims are uncertain, because no answer"), c.note());
    assertTrue(c.note().endsWith("nothing is listed that the report may lack."), c.note());
  }

  @Test
  void itOpensNoProblemAndThereIsNoScore() {
    Audit c =
        new Scorer()
            .score(trust.limit(judged(report().image("MR", "", "", ""), SUPPORTED, NEEDS_REVIEW)));
    assertEquals(List.of(), Problems.of(c));
    assertEquals(1, Problems.asked(c).size());
    assertNull(c.score().value());
    assertEquals(2, c.score().uncertain());
    assertEquals(AuditOutcome.AUDITED, c.outcome());
  }

  @Test
  void theOrderSaysWhatItIsWhereThereIsNoImage() {
    Audit c = trust.limit(judged(report().orderModality("ct"), UNCERTAIN, null));
    assertEquals(untrusted(1, CT), c.verdicts().get(0));
    assertNull(c.verdicts().get(1).label());
    assertTrue(c.note().contains("1 claim is uncertain"), c.note());
  }

  @Test
  void oneUntrustedModalityOfSeveralIsEnough() {
    Audit c =
        trust.limit(
            judged(report().image("PT", "", "", "").image("CT", "", "", ""), SUPPORTED, SUPPORTED));
    assertEquals(List.of(untrusted(1, CT), untrusted(2, CT)), c.verdicts());
  }

  @Test
  void anotherModalityIsTrusted() {
    Audit c = judged(report().image("CR", "", "", ""), SUPPORTED, NEEDS_REVIEW);
    assertSame(c, trust.limit(c));
    Audit ct = judged(report().image("CT", "", "", ""), SUPPORTED, NEEDS_REVIEW);
    assertSame(
        ct,
        new ModelTrust(new ComparingClaims(SiteFiles.shipped()), Set.of()).limit(ct),
        "no longer listed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Stable nodule.",
        "No new consolidation.",
        "Interval placement of a tube.",
        "The effusion has\nincreased.",
        "RESOLVED pneumothorax.",
        "Nodule, compared with the CT of May.",
        "Unchanged since the prior exam."
      })
  void aClaimOfAChangeIsUncertainAtAnyModality(String claim) {
    Audit c =
        trust.limit(
            judged(
                new CaseBuilder()
                    .text("FINDINGS:~" + claim + "~Normal heart.")
                    .image("CR", "", "", ""),
                NEEDS_REVIEW,
                SUPPORTED));
    assertEquals(untrusted(1, CHANGE), c.verdicts().get(0));
    assertEquals(SUPPORTED, c.verdicts().get(1).label());
    assertEquals(1, c.checks().size());
    assertEquals(1, c.omissions().size(), "the images were read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Increased density.",
        "Newborn chest.",
        "Status post prior surgery.",
        "Small intervals."
      })
  void aStateIsNoChange(String claim) {
    Audit c =
        judged(
            new CaseBuilder().text("FINDINGS:~" + claim + "~Normal heart.").image("CR", "", "", ""),
            SUPPORTED,
            SUPPORTED);
    assertSame(c, trust.limit(c));
  }

  @Test
  void germanWordsOfAChangeAreKnown() {
    ModelTrust german =
        new ModelTrust(new ComparingClaims(SiteFiles.shipped().language("de")), Set.of());
    Audit c =
        german.limit(
            judged(
                new CaseBuilder()
                    .text("FINDINGS:~Pleuraerguss ist Unverändert.~Normal heart.")
                    .image("CR", "", "", ""),
                SUPPORTED,
                SUPPORTED));
    assertEquals(untrusted(1, CHANGE), c.verdicts().get(0));
    assertEquals(SUPPORTED, c.verdicts().get(1).label());
  }
}
