package org.radiologytrust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Verdict;

class ProblemsTest {
  private static final String TEXT =
      "Right knee, two views. Right knee joint is narrowed. The right knee has no effusion. Clear.";
  private static final Evidence ORDER = Evidence.field("OBR-4", "XR KNEE LEFT");

  private static Evidence words(String words, int from) {
    int at = TEXT.indexOf(words, from);
    return Evidence.of(Span.of(TEXT, at, at + words.length()), TEXT);
  }

  private static CheckResult result(Evidence first, Evidence second, String action) {
    return new CheckResult("side-order", Label.NEEDS_REVIEW, first, second, action);
  }

  private static Audit.Builder audit() {
    return Audit.of(new UUID(0, 1), SampleRecords.report("A1", TEXT));
  }

  private static Claim claim(int number, String words) {
    int at = TEXT.indexOf(words);
    return new Claim(
        number,
        number,
        Section.FINDINGS,
        ClaimType.FINDING,
        Span.of(TEXT, at, at + words.length()),
        words);
  }

  private static List<Integer> sizes(List<Problem> problems) {
    return problems.stream().map(p -> p.places().size()).toList();
  }

  @Test
  void oneErrorInSeveralPlacesIsOneProblem() {
    Audit audit =
        audit()
            .claims(List.of(claim(1, "Right knee joint is narrowed."), claim(2, "Clear.")))
            .checks(
                List.of(
                    result(words("right knee", 0), ORDER, "Check the side."),
                    result(words("Right knee", 0), ORDER, "Check the side."),
                    result(words("Right knee", 1), ORDER, "Check the side.")))
            .build();
    List<Problem> problems = Problems.of(audit);
    assertEquals(List.of(3), sizes(problems));
    assertEquals(List.of(1), problems.get(0).claims());
    assertEquals("Check the side.", problems.get(0).why());
    assertEquals(0, problems.get(0).places().get(0).start());
  }

  @Test
  void twoErrorsOfOneCheckAreTwoProblems() {
    Audit audit =
        audit()
            .checks(
                List.of(
                    result(words("Right knee", 0), words("two views", 0), "Check the images."),
                    result(words("narrowed", 0), words("Clear", 0), "Check the images.")))
            .build();
    List<Problem> problems = Problems.of(audit);
    assertEquals(List.of(1, 1), sizes(problems));
    assertEquals(2, problems.stream().map(Problem::key).distinct().count());
    assertEquals(List.of(1, 2), problems.stream().map(Problem::number).toList());
  }

  @Test
  void resultsThatShareWordsThroughOthersAreOneProblemInAnyOrder() {
    List<CheckResult> chain = new ArrayList<>();
    List<Evidence> all =
        List.of(
            words("Right knee", 0),
            words("two views", 0),
            words("narrowed", 0),
            words("effusion", 0),
            words("Clear", 0));
    for (int i = 1; i < all.size(); i++) {
      chain.add(result(all.get(i - 1), all.get(i), "Check the images."));
    }
    String key = Problems.of(audit().checks(chain).build()).get(0).key();
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(chain, new Random(seed));
      List<Problem> problems = Problems.of(audit().checks(chain).build());
      assertEquals(List.of(4), sizes(problems));
      assertEquals(key, problems.get(0).key());
    }
  }

  @Test
  void whatOnlyAsksIsNoProblemAndIsGroupedLikeOne() {
    CheckResult one = result(words("Right knee", 0), ORDER, "Check the side.").asking("why");
    CheckResult other = result(words("Right knee", 1), ORDER, "Check the side.").asking("why");
    Audit audit = audit().checks(List.of(one, other)).build();
    assertEquals(List.of(), Problems.of(audit));
    List<Problem> asked = Problems.asked(audit);
    assertEquals(List.of(2), sizes(asked));
    assertEquals(List.of(one, other), asked.get(0).checks());
    assertEquals(List.of(), Problems.asked(audit.toBuilder().checks(List.of()).build()));
  }

  @Test
  void quietResultsAndWithdrawnReportsHaveNoProblem() {
    CheckResult result = result(words("Right knee", 0), ORDER, "Check the side.");
    assertEquals(List.of(), Problems.of(audit().checks(List.of(result.asQuiet())).build()));
    assertEquals(List.of(), Problems.asked(audit().checks(List.of(result.asQuiet())).build()));
    Audit withdrawn =
        Audit.of(
                new UUID(0, 1),
                SampleRecords.report(
                    "HOSP", "A1", "M1", TEXT, ReportStatus.ENTERED_IN_ERROR, Instant.EPOCH))
            .checks(List.of(result))
            .build();
    assertEquals(List.of(), Problems.of(withdrawn));
  }

  @Test
  void whatTheModelFoundIsOneProblemForEachClaimAndOneForTheBlankProbe() {
    Audit audit =
        audit()
            .claims(
                List.of(
                    claim(1, "Right knee, two views."),
                    claim(2, "Right knee joint is narrowed."),
                    claim(3, "The right knee has no effusion."),
                    claim(4, "Clear.")))
            .verdicts(
                List.of(
                    byBlankProbe(1),
                    byModel(2, Label.NEEDS_REVIEW),
                    byBlankProbe(3),
                    byModel(4, Label.SUPPORTED)))
            .omissions(List.of(new Finding("F1.1", "1.2", "joint effusion", "knee", 0.8, "")))
            .build();
    List<Problem> problems = Problems.of(audit);
    assertEquals(
        List.of("claim.2", "blank-probe", "finding.F1.1"),
        problems.stream().map(Problem::key).toList());
    assertEquals(List.of(1, 3), problems.get(1).claims());
    assertTrue(problems.get(1).byRule());
    assertEquals("joint effusion, knee", problems.get(2).why());
  }

  private static Verdict byBlankProbe(int claim) {
    return Verdict.byRule(
        claim,
        Label.UNCERTAIN,
        Verdict.Basis.BLANK_PROBE,
        List.of("Supported without the image, too."),
        List.of());
  }

  private static Verdict byModel(int claim, Label label) {
    return new Verdict(
        claim,
        label,
        0.9,
        ConfidenceBasis.SELF_REPORTED,
        Verdict.Basis.MODEL_WITH_IMAGE,
        List.of("The joint is not narrowed."),
        List.of());
  }
}
