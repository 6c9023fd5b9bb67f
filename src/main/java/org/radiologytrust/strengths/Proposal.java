package org.radiologytrust.strengths;

import org.radiologytrust.model.Strength;

/**
 * A strength that verdicts propose.
 *
 * @param share of right flags, with what was measured elsewhere
 */
public record Proposal(Judged judged, Strength now, Strength then, Share share) {
  public String check() {
    return judged.check();
  }

  /** On what it rests. */
  public String basis() {
    return "Verdicts: %s (%s).".formatted(judged.words(), share.words());
  }

  /** What the site loses, or gets besides, by the change. */
  public String lost() {
    boolean softer = then.compareTo(now) > 0;
    return softer
        ? "What you lose: %d right flags of this time would %s."
            .formatted(
                judged.right(), then == Strength.QUIET ? "be shown to nobody" : "only have asked")
        : "What you get besides: %d wrong flags of this time would %s."
            .formatted(judged.wrong(), then == Strength.TELL ? "have counted" : "have been shown");
  }
}
