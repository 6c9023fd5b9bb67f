package org.radiologytrust.lab.results;

import java.util.Collections;
import java.util.Set;
import org.radiologytrust.cases.TrueClaim;
import org.radiologytrust.cases.TrueFinding;
import org.radiologytrust.cases.Truth;

/** Decides whether a claim is false for the images of another case. */
final class DeniedClaim {
  private DeniedClaim() {}

  /**
   * True for a finding or measurement that the other case does not have, and for the absence of a
   * finding that it has. Sizes are not compared. False for impressions, recommendations and claims
   * without a stated meaning, because they cannot be decided.
   */
  static boolean by(Truth truth, TrueClaim claim) {
    if (claim.meaning() == null) {
      return false;
    }
    boolean there = truth.findings().stream().anyMatch(f -> names(f, claim.meaning()));
    return switch (claim.type()) {
      case FINDING, MEASUREMENT -> !there;
      case ABSENCE -> there;
      case IMPRESSION, RECOMMENDATION -> false;
    };
  }

  private static boolean names(TrueFinding finding, TrueClaim.Meaning meaning) {
    return meaning.finding().stream().anyMatch(finding.name()::equalsIgnoreCase)
        && sidesMeet(ComparedWords.sides(finding.side()), ComparedWords.sides(meaning.side()));
  }

  /** A text without a side fits every side. */
  private static boolean sidesMeet(Set<String> one, Set<String> two) {
    return one.isEmpty() || two.isEmpty() || !Collections.disjoint(one, two);
  }
}
