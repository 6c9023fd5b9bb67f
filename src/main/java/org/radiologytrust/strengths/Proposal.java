package org.radiologytrust.strengths;

import java.util.List;
import org.radiologytrust.journal.quality.VerdictCounts;
import org.radiologytrust.model.Strength;
import org.radiologytrust.model.StrengthRow;
import org.radiologytrust.review.Share;

/**
 * A strength that verdicts propose.
 *
 * @param share of right flags, with what was measured elsewhere
 * @param modality of the kind of examination that it is for; empty for all that have no row of
 *     their own
 * @param apart the kinds that it is not for, where it is for all others
 */
public record Proposal(
    VerdictCounts verdicts, Strength then, Share share, String modality, List<String> apart) {
  public Proposal {
    apart = List.copyOf(apart);
  }

  /** For all kinds. */
  Proposal(VerdictCounts verdicts, Strength then, Share share) {
    this(verdicts, then, share, StrengthRow.ALL, List.of());
  }

  Proposal on(String kind) {
    return new Proposal(verdicts, then, share, kind, List.of());
  }

  Proposal without(List<String> kinds) {
    return new Proposal(verdicts, then, share, modality, kinds);
  }

  /** For which kinds, such as {@code ", CT"} or {@code ", all but CT, MR"}; empty for all. */
  public String kinds() {
    return modality.isEmpty()
        ? apart.isEmpty() ? "" : ", all but " + String.join(", ", apart)
        : ", " + modality;
  }

  public String check() {
    return verdicts.check();
  }

  public Strength now() {
    return verdicts.strength();
  }

  /** On what it rests. */
  public String basis() {
    return basis(verdicts, share, !apart.isEmpty());
  }

  /**
   * @param more whether more people may have given them
   */
  static String basis(VerdictCounts verdicts, Share share, boolean more) {
    return "Verdicts, %s: right %d of %d, by %s%d %s (%s)."
        .formatted(
            verdicts.footing().code(),
            verdicts.right(),
            verdicts.rightOrWrong(),
            more ? "at least " : "",
            verdicts.people(),
            verdicts.people() == 1 ? "person" : "people",
            share.percent());
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
