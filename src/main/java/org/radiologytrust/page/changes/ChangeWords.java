package org.radiologytrust.page.changes;

import org.radiologytrust.model.Label;
import org.radiologytrust.page.flag.Sign;
import org.radiologytrust.text.changes.ChangeKind;

/** The words and signs of changes. */
final class ChangeWords {
  private ChangeWords() {}

  static String of(ChangeKind kind) {
    return switch (kind) {
      case FINDING_ADDED -> "Finding added";
      case FINDING_REMOVED -> "Finding removed";
      case SIDE -> "Side";
      case SIZE -> "Size";
      case CERTAINTY -> "Certainty";
      case RECOMMENDATION -> "Recommendation";
      case WORDING -> "Wording";
    };
  }

  static String of(ChangeKind.Weight weight) {
    return switch (weight) {
      case MUCH -> "Weighs much";
      case LITTLE -> "Weighs little";
      case WORDING -> "Wording only";
    };
  }

  static Sign sign(ChangeKind.Weight weight) {
    return switch (weight) {
      case MUCH -> Sign.of(Label.NEEDS_REVIEW);
      case LITTLE -> Sign.of(Label.UNCERTAIN);
      case WORDING -> Sign.of(null);
    };
  }
}
