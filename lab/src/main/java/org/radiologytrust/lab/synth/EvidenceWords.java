package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.TrueFinding;

/** Writes the sentence that says why a claim has its label. */
final class EvidenceWords {
  private final Map<String, String> patterns;
  private final List<ListedFinding> list;

  EvidenceWords(Map<String, String> patterns, List<ListedFinding> list) {
    this.patterns = patterns;
    this.list = list;
  }

  /**
   * @param said the finding as the claim mentions it
   * @param word the hedging word; {@code null} if the claim is not hedged
   */
  String of(
      LabelRule.Claimed claimed,
      LabelRule.Ruling ruling,
      FindingMention said,
      @Nullable String word) {
    String text = said.byOwnName().in(patterns.get(key(claimed, ruling)));
    return switch (ruling.reason()) {
      case LabelRule.HEDGED -> text.replace("{word}", word);
      case LabelRule.DOUBTFUL ->
          shown(text, ruling).replace("{says}", first(ruling).doubt().says());
      default -> ruling.findings().isEmpty() ? text : shown(text, ruling);
    };
  }

  /** The sentence for a statement of a normal study. */
  String ofNormal(LabelRule.Ruling ruling) {
    return ruling.findings().isEmpty()
        ? patterns.get("normal")
        : shown(patterns.get("contradictedNormal"), ruling);
  }

  private static String key(LabelRule.Claimed claimed, LabelRule.Ruling ruling) {
    return switch (ruling.reason()) {
      case LabelRule.ABSENT_FINDING -> "absentFinding";
      case LabelRule.ABSENCE -> ruling.findings().isEmpty() ? "absence" : "otherSide";
      case LabelRule.WRONG_SIDE -> "wrongSide";
      case LabelRule.WRONG_SIZE -> "wrongSize";
      case LabelRule.WRONG_COUNT -> "wrongCount";
      case LabelRule.DOUBTFUL -> claimed.absence() ? "doubtfulAbsence" : "doubtful";
      default -> ruling.reason();
    };
  }

  private String shown(String text, LabelRule.Ruling ruling) {
    TrueFinding entry = first(ruling).truth();
    return text.replace("{l}", entry.description() + ", " + entry.location());
  }

  private ListedFinding first(LabelRule.Ruling ruling) {
    return list.get(ruling.findings().get(0));
  }
}
