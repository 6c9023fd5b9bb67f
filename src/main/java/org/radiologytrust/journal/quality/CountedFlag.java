package org.radiologytrust.journal.quality;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Strength;
import org.radiologytrust.review.FlagVerdict;
import org.radiologytrust.review.Problem;

/**
 * A flag of a report, as the figures count it.
 *
 * @param run the audit that it is counted in
 * @param problem its key within that audit
 * @param judged {@code null} while no decision gives a verdict
 */
record CountedFlag(UUID run, String problem, Strength strength, @Nullable Judged judged) {
  /**
   * What a person said.
   *
   * @param user log-in of the person
   * @param after from the end of the audit to the first decision, in milliseconds; {@code null} if
   *     it is not known
   */
  record Judged(FlagVerdict verdict, String user, @Nullable Long after, Fate fate) {}

  /** What became of a flag that people agreed with. */
  enum Fate {
    /** Nobody agreed with it. */
    NONE(""),
    TO_CORRECT("to-correct"),
    CORRECTED("corrected"),
    LEFT("left"),
    UNCLEAR("unclear");

    private final String code;

    Fate(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  /** Problems that no check made tell. */
  static Strength strength(Problem problem) {
    return problem.checks().isEmpty() ? Strength.TELL : problem.checks().get(0).strength();
  }

  String check() {
    return Problem.typeOf(problem);
  }
}
