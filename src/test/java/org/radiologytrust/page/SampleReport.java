package org.radiologytrust.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.radiologytrust.journal.TemporaryJournal;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Worklist;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Rewrite;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.ShownImage;
import org.radiologytrust.model.Span;
import org.radiologytrust.model.Verdict;
import org.radiologytrust.review.Decision;

/**
 * A report in a journal, with three problems: a side that is wrong in two places (1), a claim that
 * the model doubts (2), and a finding that the report lacks (3).
 */
public record SampleReport(UUID id, Audit audit) {
  public static final String TEXT =
      """
      FINDINGS: There is a left pleural effusion. No pneumothorax.
      IMPRESSION: Right pleural effusion. The right effusion is large.""";

  private static final String WRONG_SIDE = "Correct the side of the effusion.";

  /** Has it come and be audited. */
  public static SampleReport in(TemporaryJournal journal) {
    Report report = SampleRecords.report("ACC" + UUID.randomUUID(), TEXT);
    return audited(journal, report, audit -> audit);
  }

  /** Has it come and be audited with a change of its audit. */
  public static SampleReport in(TemporaryJournal journal, UnaryOperator<Audit> change) {
    return audited(journal, SampleRecords.report("ACC" + UUID.randomUUID(), TEXT), change);
  }

  /** Has a correction of it come and be audited. */
  public SampleReport corrected(TemporaryJournal journal) {
    return corrected(journal, audit -> audit);
  }

  /** Has a correction of it come and be audited with a change of its audit. */
  public SampleReport corrected(TemporaryJournal journal, UnaryOperator<Audit> change) {
    Report old = audit.report();
    return audited(
        journal,
        SampleRecords.report(
            old.site(),
            old.order().accessionNumber(),
            "MRN1",
            TEXT,
            ReportStatus.CORRECTED,
            SampleRecords.ISSUED.plusSeconds(60)),
        change);
  }

  /**
   * Stores a decision about it; nothing of it is published.
   *
   * @param sinks that would receive it
   */
  public void decide(TemporaryJournal journal, Decision decision, List<String> sinks) {
    assertEquals(
        Reviews.Outcome.STORED,
        journal
            .journal()
            .reviews()
            .decide(
                id,
                decision,
                null,
                (about, decisions, stored) -> new Reviews.Publication("{}", List.of()),
                sinks));
  }

  private static SampleReport audited(
      TemporaryJournal journal, Report report, UnaryOperator<Audit> change) {
    UUID run = UUID.randomUUID();
    JobQueue.Job job = journal.claim(report, run);
    Audit audit = change.apply(audit(run, job.report()));
    journal.journal().jobs().finish(job, audit, JobQueue.Publishing.of("{}", List.of()), List.of());
    Worklist.Filter filter =
        new Worklist.Filter(
            report.order().accessionNumber(), Set.of(), "", "", "", Set.of(), "", false, null);
    UUID id = journal.journal().worklist().page(filter, 0, 1).rows().get(0).report();
    return new SampleReport(id, audit);
  }

  private static Audit audit(UUID run, Report report) {
    List<Claim> claims = new ArrayList<>();
    for (String words :
        List.of(
            "There is a left pleural effusion.",
            "No pneumothorax.",
            "Right pleural effusion.",
            "The right effusion is large.")) {
      int number = claims.size() + 1;
      Section section = number < 3 ? Section.FINDINGS : Section.IMPRESSION;
      claims.add(new Claim(number, number, section, ClaimType.FINDING, span(words), words));
    }
    return Audit.of(run, report)
        .shown(List.of(new ShownImage("1.2.3", "ab".repeat(32), "as it is")))
        .claims(claims)
        .checks(List.of(side("Right pleural effusion"), side("right effusion")))
        .verdicts(List.of(model(1, Label.SUPPORTED), model(2, Label.UNCERTAIN), rule(3), rule(4)))
        .omissions(List.of(new Finding("F1.1", "1.2.3", "rib fracture", "left", 0.8, "a line")))
        .rewrites(List.of(new Rewrite(2, "A pneumothorax cannot be excluded.")))
        .score(new Score(42, 4, 1, 1, 2, 0))
        .notAudited(
            List.of(
                NotAudited.other("technique section", 18, NotAudited.Unit.CHARACTERS),
                NotAudited.other("attachment in OBX-5", 900, NotAudited.Unit.BYTES)))
        .outcome(AuditOutcome.AUDITED)
        .started(SampleRecords.ISSUED)
        .ended(SampleRecords.ISSUED.plusSeconds(3))
        .engineVersion("0.1.0")
        .build();
  }

  private static CheckResult side(String words) {
    return new CheckResult(
        "side-findings-impression",
        Label.NEEDS_REVIEW,
        Evidence.of(span(words), TEXT),
        Evidence.of(span("left pleural effusion"), TEXT),
        WRONG_SIDE);
  }

  /** What another check only asks about the last sentence. */
  public static CheckResult asked(String why) {
    return new CheckResult(
            "overconfident",
            Label.NEEDS_REVIEW,
            Evidence.of(span("right effusion is large"), TEXT),
            Evidence.field(Evidence.REPORT, "no doubt"),
            "Say how sure it is.")
        .asking(why);
  }

  /** What a second check says about the wrong side. */
  public static CheckResult ordered() {
    return new CheckResult(
        "side-order",
        Label.NEEDS_REVIEW,
        Evidence.of(span("Right"), TEXT),
        Evidence.field("OBR-4", "XR CHEST LEFT"),
        "The order is for the left side.");
  }

  private static Verdict model(int claim, Label label) {
    return new Verdict(
        claim,
        label,
        0.6,
        ConfidenceBasis.SELF_REPORTED,
        Verdict.Basis.MODEL_WITH_IMAGE,
        List.of("The image does not show it well."),
        List.of());
  }

  private static Verdict rule(int claim) {
    return Verdict.byRule(
        claim, Label.NEEDS_REVIEW, Verdict.Basis.CHECK, List.of(WRONG_SIDE), List.of());
  }

  private static Span span(String words) {
    int start = TEXT.indexOf(words);
    return Span.of(TEXT, start, start + words.length());
  }
}
