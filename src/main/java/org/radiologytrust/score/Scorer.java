package org.radiologytrust.score;

import java.util.List;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.AuditOutcome;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Verdict;

/**
 * Merges checks into the model's verdicts and computes the score, without a model.
 *
 * <p>A check result that overlaps no claim adds a claim for its sentence. A check's label replaces
 * a claim's label if it is graver, or if the claim was not assessed. It never improves a label.
 * Results that ask or are quiet change nothing.
 */
public final class Scorer {
  /**
   * The audit with its final claims, verdicts and score. The score has a value only if a model with
   * images assessed every claim itself, and is trusted for it, every check finished, and all text
   * of the report was read. A check's label does not stand in for the model's. An audit that has
   * failed already keeps its outcome.
   *
   * @throws IllegalStateException if claims and verdicts do not match one to one
   */
  public Audit score(Audit c) {
    Ledger ledger = new Ledger(c);
    c.checks().stream().filter(CheckResult::tells).forEach(ledger::cover);
    List<Verdict> verdicts = ledger.verdicts();
    Score counted = of(verdicts);
    // without images or a model's assessment there is no score
    boolean seen =
        c.withModel()
            && !c.instances().isEmpty()
            && !c.verdicts().isEmpty()
            && c.verdicts().stream().allMatch(Verdict::assessed)
            && c.complete();
    Score score = seen ? counted : counted.withoutValue();
    return c.toBuilder()
        .claims(ledger.claims())
        .verdicts(verdicts)
        .rewrites(ledger.rewrites())
        .score(score)
        .outcome(c.failed() ? c.outcome() : AuditOutcome.of(c.verdicts()))
        .build();
  }

  /**
   * The score of these verdicts, one per claim, in any order: {@code max(0, 100 - int(100 * sum of
   * penalties / (25 * claims)))}. It has no value if there is no claim, or if one was not assessed.
   * It is not 100 beside a claim about which the model contradicts itself, however many there are.
   */
  public Score of(List<Verdict> verdicts) {
    int supported = count(verdicts, Label.SUPPORTED);
    int uncertain = count(verdicts, Label.UNCERTAIN);
    int needsReview = count(verdicts, Label.NEEDS_REVIEW);
    int claims = verdicts.size();
    int notAssessed = claims - supported - uncertain - needsReview;
    if (claims == 0 || notAssessed > 0) {
      return new Score(null, claims, supported, uncertain, needsReview, notAssessed);
    }
    long sum =
        (long) supported * Label.SUPPORTED.penalty()
            + (long) uncertain * Label.UNCERTAIN.penalty()
            + (long) needsReview * Label.NEEDS_REVIEW.penalty();
    int worst = Label.NEEDS_REVIEW.penalty();
    boolean contradicted =
        verdicts.stream().anyMatch(v -> v.basis() == Verdict.Basis.CONTRADICTS_OWN_FINDING);
    int most = contradicted ? 99 : 100;
    int value = (int) Math.min(most, Math.max(0, 100 - 100 * sum / ((long) worst * claims)));
    return new Score(value, claims, supported, uncertain, needsReview, notAssessed);
  }

  private static int count(List<Verdict> verdicts, Label label) {
    return (int) verdicts.stream().filter(v -> v.label() == label).count();
  }
}
