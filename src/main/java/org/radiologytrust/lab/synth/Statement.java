package org.radiologytrust.lab.synth;

import java.util.List;
import org.radiologytrust.cases.TrueClaim.Meaning;
import org.radiologytrust.model.ClaimType;

/**
 * One claim before it stands in a report.
 *
 * @param quote its words, without a full stop at the end
 * @param about its words in short, for the summary
 * @param plain words for patients; empty = it is not told to them
 */
record Statement(
    String quote,
    ClaimType type,
    LabelRule.Claimed claimed,
    LabelRule.Ruling ruling,
    String evidence,
    Meaning meaning,
    List<String> rewrites,
    String about,
    String plain) {

  /** The same, in other words. */
  Statement quoted(String words) {
    return new Statement(words, type, claimed, ruling, evidence, meaning, rewrites, about, plain);
  }

  /**
   * A sentence without its full stop.
   *
   * @param starts where each statement's quote begins in the text
   */
  record Sentence(String text, List<Statement> statements, List<Integer> starts) {
    static Sentence of(Statement s) {
      return new Sentence(s.quote(), List.of(s), List.of(0));
    }
  }
}
