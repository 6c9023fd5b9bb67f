package org.radiologytrust.strengths;

import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;

/**
 * A strength that verdicts propose.
 *
 * @param share of right flags, with what was measured elsewhere
 */
public record Proposal(VerdictCounts verdicts, Strength then, Share share) {
  public String check() {
    return verdicts.check();
  }

  public Strength now() {
    return verdicts.strength();
  }

  /** On what it rests. */
  public String basis() {
    return basis(verdicts, share);
  }

  static String basis(VerdictCounts verdicts, Share share) {
    return "Verdicts, %s: right %d of %d, by %d %s (%s)."
        .formatted(
            verdicts.footing().code(),
            verdicts.right(),
            verdicts.rightOrWrong(),
            verdicts.people(),
            verdicts.people() == 1 ? "person" : "people",
            share.words());
  }

  /** What the site loses, or gets besides, by the change. */
  public String lost() {
    boolean softer = then.compareTo(now()) > 0;
    return softer
        ? "What you lose: %d right flags of this time would %s."
            .formatted(
                verdicts.right(), then == Strength.QUIET ? "be shown to nobody" : "only have asked")
        : "What you get besides: %d wrong flags of this time would %s."
            .formatted(
                verdicts.wrong(), then == Strength.TELL ? "have counted" : "have been shown");
  }
}
