package org.radiologytrust.check.exam;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.check.base.Check;
import org.radiologytrust.check.base.Examination;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.CheckResult;
import org.radiologytrust.model.Evidence;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Order;
import org.radiologytrust.text.mentions.Side;
import org.radiologytrust.text.mentions.Sides;
import org.radiologytrust.text.words.WordTokens;

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

  /**
   * The one-sided body parts that the orders name, else those of the examination line. None if a
   * part with both sides is named too.
   */
  final Set<String> lateralParts(Audit c, List<WordTokens> lines) {
    Set<String> codes = new LinkedHashSet<>();
    for (Order order : c.report().answered()) {
      codes.addAll(parts.orderedCodes(WordTokens.of(Examination.procedure(order))));
      codes.addAll(parts.orderedCodes(WordTokens.of(order.bodyPart())));
    }
    if (codes.isEmpty()) {
      lines.forEach(t -> codes.addAll(parts.orderedCodes(t)));
    }
    // "Left hip with pelvis" shows both hips.
    return codes.stream().allMatch(parts::lateral) ? codes : Set.of();
  }

  final CheckResult needsReview(Evidence first, Evidence second, String action) {
    return new CheckResult(id, Label.NEEDS_REVIEW, first, second, action);
  }
}
