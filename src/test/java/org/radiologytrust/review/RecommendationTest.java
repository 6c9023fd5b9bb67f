package org.radiologytrust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.UnfinishedCheck;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.model.Weight;
import org.radiologytrust.page.PageAudits;

class RecommendationTest {
  private final PageAudits audits =
      new PageAudits("No effusion. Right mass. Normal heart.")
          .claim(Section.FINDINGS, "No effusion.", Label.SUPPORTED, "seen");

  private static String told(Audit audit) {
    return Recommendation.of(audit).map(Recommendation::told).orElse("");
  }

  private CheckResult flag(Label label) {
    return new CheckResult(
        "side-order", label, audits.words("Right"), audits.words("Normal"), "Check the side.");
  }

  private static Audit with(Audit audit, CheckResult... checks) {
    return audit.toBuilder().checks(List.of(checks)).build();
  }

  @Test
  void nothingFoundIsApproved() {
    assertEquals(
        "Approve. The only claim is supported, and no check found anything.", told(audits.audit()));
    audits.claim(Section.FINDINGS, "Normal heart.", Label.SUPPORTED, "seen");
    assertEquals(
        "Approve. All 2 claims are supported, and no check found anything.", told(audits.audit()));
  }

  @Test
  void whatIsUncertainOrAskedIsReviewed() {
    assertEquals(
        "Review. A check asks one question.",
        told(with(audits.audit(), flag(Label.NEEDS_REVIEW).asking("It is often wrong."))));
    assertEquals(
        "Approve. The only claim is supported, and no check found anything.",
        told(with(audits.audit(), flag(Label.NEEDS_REVIEW).asQuiet())));
    audits.claim(Section.FINDINGS, "Normal heart.", Label.UNCERTAIN, "not sure");
    assertEquals(
        "Review. One flag is uncertain; a check asks one question.",
        told(with(audits.audit(), flag(Label.UNCERTAIN).asking("It is often wrong."))));
  }

  @Test
  void whatNeedsReviewIsRevisedAndTheHeaviestIsNamed() {
    Audit side = with(audits.audit(), flag(Label.NEEDS_REVIEW).weighing(Weight.SIDE));
    assertEquals("Revise. One flag needs review (side, sex, organ).", told(side));
    audits.claim(Section.FINDINGS, "Normal heart.", Label.NEEDS_REVIEW, "it is large");
    Audit both = with(audits.audit(), flag(Label.NEEDS_REVIEW).weighing(Weight.CRITICAL));
    assertEquals(
        "Revise. 2 flags need review (the heaviest: critical; the report names no call).",
        told(both));
  }

  @Test
  void nothingIsRecommendedWhereSomethingWasNotChecked() {
    audits.notAssessed(new Span(13, 24));
    Audit audit = with(audits.audit(), flag(Label.NEEDS_REVIEW));
    assertEquals(
        "None. 1 of 2 claims was not assessed. One flag needs review (other" + " contradictions).",
        told(audit));
  }

  @Test
  void eachKindOfGapIsNamed() {
    Audit whole = audits.audit();
    UnfinishedCheck check = new UnfinishedCheck("side-order", UnfinishedCheck.Reason.TIME);
    assertEquals(
        "None. Not every check finished.",
        told(whole.toBuilder().unfinished(List.of(check)).build()));
    NotAudited part = NotAudited.reportText("text", "words");
    assertEquals(
        "None. A part of the report's text was not audited.",
        told(whole.toBuilder().notAudited(List.of(part)).build()));
    audits.ruled(Section.FINDINGS, "Normal heart.", Label.UNCERTAIN, Verdict.Basis.UNTRUSTED_MODEL);
    assertEquals(
        "None. 1 of 2 claims was assessed only by a model that is not trusted yet.",
        told(audits.audit()));
    assertEquals(
        "None. No claim was found that can be assessed.", told(new PageAudits("Nothing.").audit()));
  }

  @Test
  void whatWasNotAuditedHasNone() {
    Audit failed =
        Audit.of(audits.audit().runId(), audits.report()).failed("no text", true).build();
    assertEquals(Optional.empty(), Recommendation.of(failed));
  }
}
