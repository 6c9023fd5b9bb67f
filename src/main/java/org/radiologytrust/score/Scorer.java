package org.radiologytrust.score;

import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Severity;
import org.radiologytrust.model.Verdict;

/**
 * The deterministic end of an audit: lets the checks win over the model and counts.
 *
 * <p>A check result whose place no claim covers adds a claim for its sentence. A check's label
 * replaces a claim's label when it is graver or the claim was not assessed; it never makes a claim
 * better.
 */
public final class Scorer {
  /** Lowest score of {@link Severity#LOW}. */
  static final int LOW_FROM = 80;

  /** Lowest score of {@link Severity#MEDIUM}. */
  static final int MEDIUM_FROM = 50;

  /**
   * The audit with its final claims, verdicts and score. The score has no value unless the model
   * assessed every claim that it was to assess, also where a check labels what the model did not,
   * and unless all text of the report was read.
   *
   * @throws IllegalStateException when claims and verdicts do not match one to one
   */
  public Audit score(Audit c) {
    Ledger ledger = new Ledger(c);
    c.checks().forEach(ledger::cover);
    List<Verdict> verdicts = ledger.verdicts();
    Score counted = of(verdicts);
    // a check alone, or a text alone, is no audit against an image: that gets no number
    boolean seen =
        c.withModel()
            && !c.instances().isEmpty()
            && !c.verdicts().isEmpty()
            && c.verdicts().stream().allMatch(v -> v.label() != null)
            && c.notAudited().stream().noneMatch(NotAudited::reportText);
    Score score = seen ? counted : counted.withoutValue();
    return c.toBuilder()
        .claims(ledger.claims())
        .verdicts(verdicts)
        .rewrites(ledger.rewrites())
        .score(score)
        .outcome(AuditOutcome.of(c.verdicts()))
        .build();
  }

  /**
   * The score of these verdicts, one per claim, in any order: {@code max(0, 100 - int(100 * sum of
   * penalties / (25 * claims)))}. It has no value when there is no claim or one was not assessed.
   */
  public Score of(List<Verdict> verdicts) {
    int supported = count(verdicts, Label.SUPPORTED);
    int uncertain = count(verdicts, Label.UNCERTAIN);
    int needsReview = count(verdicts, Label.NEEDS_REVIEW);
    int claims = verdicts.size();
    int notAssessed = claims - supported - uncertain - needsReview;
    if (claims == 0 || notAssessed > 0) {
      return new Score(null, null, claims, supported, uncertain, needsReview, notAssessed);
    }
    long sum =
        (long) supported * Label.SUPPORTED.penalty()
            + (long) uncertain * Label.UNCERTAIN.penalty()
            + (long) needsReview * Label.NEEDS_REVIEW.penalty();
    int worst = Label.NEEDS_REVIEW.penalty();
    int value = (int) Math.max(0, 100 - 100 * sum / ((long) worst * claims));
    Severity severity = Severity.HIGH;
    if (value >= LOW_FROM && needsReview == 0) {
      severity = Severity.LOW;
    } else if (value >= MEDIUM_FROM) {
      severity = Severity.MEDIUM;
    }
    return new Score(value, severity, claims, supported, uncertain, needsReview, notAssessed);
  }

  private static int count(List<Verdict> verdicts, Label label) {
    return (int) verdicts.stream().filter(v -> v.label() == label).count();
  }
}
