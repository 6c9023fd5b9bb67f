package org.radiologytrust.lab.synth;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.TrueClaim.Meaning;
import org.radiologytrust.model.ClaimType;

/**
 * One claim before it is placed in a report.
 *
 * @param quote its words without the final full stop
 * @param meaning {@code null} for a statement of a normal study
 */
record Statement(
    String quote,
    ClaimType type,
    LabelRule.Claimed claimed,
    LabelRule.Ruling ruling,
    String evidence,
    @Nullable Meaning meaning,
    List<String> rewrites) {

  /** The same claim with other words as quote. */
  Statement quoted(String words) {
    return new Statement(words, type, claimed, ruling, evidence, meaning, rewrites);
  }

  /**
   * A sentence without its full stop.
   *
   * @param starts index in the text where each statement's quote begins
   */
  record Sentence(String text, List<Statement> statements, List<Integer> starts) {
    static Sentence of(Statement s) {
      return new Sentence(s.quote(), List.of(s), List.of(0));
    }
  }
}
