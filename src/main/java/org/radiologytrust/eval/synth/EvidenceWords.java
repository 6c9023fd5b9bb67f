package org.radiologytrust.eval.synth;

import java.util.List;
import java.util.Map;

/** The sentence that tells why a claim has its label. */
final class EvidenceWords {
  private final Map<String, String> patterns;
  private final List<Listed> list;

  EvidenceWords(Map<String, String> patterns, List<Listed> list) {
    this.patterns = patterns;
    this.list = list;
  }

  /**
   * @param said what the claim speaks of
   * @param word what makes it a hedge; {@code null} where it is none
   */
  String of(LabelRule.Ruling ruling, Noun said, String word) {
    return switch (ruling.reason()) {
      case LabelRule.HEDGED -> pattern("hedged").replace("{word}", word);
      case LabelRule.ABSENT_FINDING -> said.in(pattern("absentFinding"));
      case LabelRule.ABSENCE ->
          ruling.findings().isEmpty()
              ? said.in(pattern("absence"))
              : told("otherSide", ruling).replace("{true}", first(ruling).noun().side());
      case LabelRule.WRONG_SIDE ->
          told("wrongSide", ruling)
              .replace("{true}", first(ruling).noun().side())
              .replace("{claimed}", said.side());
      case LabelRule.WRONG_SIZE -> size("wrongSize", ruling, said);
      case LabelRule.WRONG_COUNT -> size("wrongCount", ruling, said);
      case LabelRule.DOUBTFUL ->
          told("doubtful", ruling).replace("{says}", first(ruling).doubt().says());
      default -> told(ruling.reason(), ruling);
    };
  }

  /** Of a statement of a normal study. */
  String ofNormal(LabelRule.Ruling ruling) {
    return ruling.findings().isEmpty() ? pattern("normal") : told("contradicted", ruling);
  }

  private String size(String key, LabelRule.Ruling ruling, Noun said) {
    return told(key, ruling)
        .replace("{true}", first(ruling).noun().size())
        .replace("{claimed}", said.size());
  }

  private String told(String key, LabelRule.Ruling ruling) {
    Listed l = first(ruling);
    return pattern(key)
        .replace("{l}", l.noun().withArticle())
        .replace("{n}", l.words().name())
        .replace("{many}", l.words().many());
  }

  private String pattern(String key) {
    return patterns.get(key);
  }

  private Listed first(LabelRule.Ruling ruling) {
    return list.get(ruling.findings().get(0));
  }
}
