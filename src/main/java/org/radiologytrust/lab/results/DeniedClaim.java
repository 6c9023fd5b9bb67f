package org.radiologytrust.lab.results;

import java.util.Collections;
import java.util.Set;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;

/** Whether a claim is untrue of images that it was not written about. */
final class DeniedClaim {
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
        && sidesMeet(ComparedWords.sides(finding.side()), ComparedWords.sides(meaning.side()));
  }

  /** No side is any side. */
  private static boolean sidesMeet(Set<String> one, Set<String> two) {
    return one.isEmpty() || two.isEmpty() || !Collections.disjoint(one, two);
  }
}
