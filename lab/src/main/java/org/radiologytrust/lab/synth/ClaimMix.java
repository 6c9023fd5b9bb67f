package org.radiologytrust.lab.synth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How often claims are right, or wrong in which way. */
final class ClaimMix {
  static final String NORMAL = "normal";
  static final String RECOMMENDED = "recommended";
  static final String WRONGLY_RECOMMENDED = "wrongly recommended";

  /** For cases without images. */
  static final ClaimMix TEXT =
      new ClaimMix(
          List.of(
              Map.entry(LabelRule.LISTED, 260),
              Map.entry(LabelRule.ABSENCE, 105),
              Map.entry(NORMAL, 55),
              Map.entry(RECOMMENDED, 25),
              Map.entry(LabelRule.HEDGED, 120),
              Map.entry(LabelRule.DOUBTFUL, 170),
              Map.entry(LabelRule.OVERCONFIDENT, 105),
              Map.entry(LabelRule.ABSENT_FINDING, 40),
              Map.entry(LabelRule.WRONG_SIDE, 130),
              Map.entry(LabelRule.WRONG_SIZE, 115),
              Map.entry(LabelRule.WRONG_COUNT, 270),
              Map.entry(LabelRule.CONTRADICTED, 100),
              Map.entry(WRONGLY_RECOMMENDED, 10)));

  /** For chest phantoms with findings, which have no sizes and no doubtful findings. */
  static final ClaimMix CHEST =
      new ClaimMix(
          List.of(
              Map.entry(LabelRule.LISTED, 380),
              Map.entry(LabelRule.ABSENCE, 110),
              Map.entry(NORMAL, 80),
              Map.entry(LabelRule.HEDGED, 180),
              Map.entry(LabelRule.ABSENT_FINDING, 60),
              Map.entry(LabelRule.WRONG_SIDE, 110),
              Map.entry(LabelRule.CONTRADICTED, 420)));

  /**
   * For normal chest phantoms. Together with {@link #CHEST}, a statement that something is normal
   * is about as often wrong as right, so its words do not tell the label.
   */
  static final ClaimMix NORMAL_CHEST =
      new ClaimMix(
          List.of(
              Map.entry(LabelRule.ABSENCE, 180),
              Map.entry(NORMAL, 170),
              Map.entry(LabelRule.HEDGED, 100),
              Map.entry(LabelRule.ABSENT_FINDING, 160)));

  private final List<String> reasons = new ArrayList<>();
  private final int[] weights;

  private ClaimMix(List<Map.Entry<String, Integer>> shares) {
    shares.forEach(s -> reasons.add(s.getKey()));
    weights = shares.stream().mapToInt(Map.Entry::getValue).toArray();
  }

  /** Draws the reason that a claim should get from {@link LabelRule}, or one of the above. */
  String reason(RandomDraw draw) {
    return reasons.get(draw.weighted(weights));
  }
}
