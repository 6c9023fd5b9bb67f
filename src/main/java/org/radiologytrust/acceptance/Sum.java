package org.radiologytrust.acceptance;

import java.util.Collection;
import org.radiologytrust.journal.quality.Acceptances.Bounds;
import org.radiologytrust.journal.quality.Acceptances.Rule;
import org.radiologytrust.journal.quality.Acceptances.Verdicts;
import org.radiologytrust.review.Wilson;

/**
 * The flags of some checks together.
 *
 * @param reports in which they were made
 */
public record Sum(int reports, int checks, int flags, int right, int notImportant, int wrong) {
  private static final double HUNDRED = 100;

  static Sum of(int reports, Collection<Verdicts> all) {
    return new Sum(
        reports,
        all.size(),
        all.stream().mapToInt(Verdicts::flags).sum(),
        all.stream().mapToInt(Verdicts::right).sum(),
        all.stream().mapToInt(Verdicts::notImportant).sum(),
        all.stream().mapToInt(Verdicts::wrong).sum());
  }

  /** Those that a precision is computed from. */
  public int judged() {
    return right + wrong;
  }

  /** What is compared with a rule. Nothing judged is as bad as can be. */
  public Bounds bounds() {
    return new Bounds(
        reports == 0 ? HUNDRED : HUNDRED * Wilson.of(Math.min(wrong, reports), reports).high(),
        judged() == 0 ? 0 : HUNDRED * Wilson.of(right, judged()).low());
  }

  public boolean fewWrong(Rule rule) {
    return bounds().wrongHigh() <= rule.mostWrong();
  }

  public boolean rightEnough(Rule rule) {
    return bounds().rightLow() >= rule.leastRight();
  }

  public boolean judgedEnough(Rule rule) {
    return judged() >= rule.leastFlags();
  }

  /** Whether the flags are good enough, and enough. */
  public boolean meets(Rule rule) {
    return judgedEnough(rule) && fewWrong(rule) && rightEnough(rule);
  }
}
