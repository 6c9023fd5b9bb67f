package org.radiologytrust.lab.synth;

import java.util.List;
import java.util.Map;
import org.radiologytrust.cases.TrueFinding;

/** The sentence that tells why a claim has its label. */
final class EvidenceWords {
  private final Map<String, String> patterns;
  private final List<Listed> list;

  EvidenceWords(Map<String, String> patterns, List<Listed> list) {
    this.patterns = patterns;
    this.list = list;
  }

  /**
   * @param said what the claim speaks of, with the size that it tells
   * @param word what makes it a hedge; {@code null} where it is none
   */
  String of(LabelRule.Claimed claimed, LabelRule.Ruling ruling, Noun said, String word) {
    String text = said.byOwnName().in(patterns.get(key(claimed, ruling)));
    return switch (ruling.reason()) {
      case LabelRule.HEDGED -> text.replace("{word}", word);
      case LabelRule.DOUBTFUL ->
          shown(text, ruling).replace("{says}", first(ruling).doubt().says());
      default -> ruling.findings().isEmpty() ? text : shown(text, ruling);
    };
  }

  /** Of a statement of a normal study. */
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

  private Listed first(LabelRule.Ruling ruling) {
    return list.get(ruling.findings().get(0));
  }
}
