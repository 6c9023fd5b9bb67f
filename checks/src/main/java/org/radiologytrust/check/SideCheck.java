package org.radiologytrust.check;

import java.util.List;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.text.Side;
import org.radiologytrust.text.Sides;
import org.radiologytrust.text.WordTokens;

/** Base of the checks that compare the report's side with another source. */
abstract class SideCheck implements Check {
  final Sides sides;
  final BodyParts parts;
  final Modalities modalities;
  final WrongSide wrongSide;
  private final String id;

  SideCheck(String id, Sides sides, BodyParts parts, Modalities modalities) {
    this.id = id;
    this.sides = sides;
    this.parts = parts;
    this.modalities = modalities;
    this.wrongSide = new WrongSide(sides, parts);
  }

  @Override
  public final String id() {
    return id;
  }

  /** Whether the report says that both sides were examined, so that no side is wrong. */
  final boolean bothSides(List<WordTokens> lines) {
    return lines.stream().anyMatch(t -> sides.ofOrder(t) == Side.BOTH);
  }

  final CheckResult needsReview(Evidence first, Evidence second, String action) {
    return new CheckResult(id, Label.NEEDS_REVIEW, first, second, action);
  }
}
