package org.radiologytrust.eval.results;

import java.util.Set;
import org.radiologytrust.eval.cases.TrueClaim;
import org.radiologytrust.eval.cases.TrueFinding;
import org.radiologytrust.eval.cases.Truth;

/** Whether a claim is untrue of images that it was not written about. */
final class DeniedClaim {
  private static final Set<String> EITHER_SIDE = Set.of("", "both");

  private DeniedClaim() {}

  /**
   * A finding or measurement whose finding is not among the true ones, or an absence of one that
   * is. Sizes are not compared. Impressions, recommendations and claims whose meaning is not told
   * may be either: they are not denied.
   */
  static boolean by(Truth truth, TrueClaim claim) {
    if (claim.meaning() == null) {
      return false;
    }
    boolean there = truth.findings().stream().anyMatch(f -> spokenOf(f, claim.meaning()));
    return switch (claim.type()) {
      case FINDING, MEASUREMENT -> !there;
      case ABSENCE -> there;
      case IMPRESSION, RECOMMENDATION -> false;
    };
  }

  private static boolean spokenOf(TrueFinding finding, TrueClaim.Meaning meaning) {
    return meaning.finding().stream().anyMatch(finding.name()::equalsIgnoreCase)
        && sidesMeet(finding.side(), meaning.side());
  }

  private static boolean sidesMeet(String one, String two) {
    return EITHER_SIDE.contains(one) || EITHER_SIDE.contains(two) || one.equals(two);
  }
}
