package org.radiologytrust.lab.synth;

import org.jspecify.annotations.Nullable;
import org.radiologytrust.cases.TrueFinding;

/**
 * A finding that the images of a case show.
 *
 * @param doubt why it is doubtful; {@code null} if it is clearly seen
 */
record ListedFinding(FindingMention mention, String cue, SynthPhrases.@Nullable Doubt doubt) {
  boolean doubtful() {
    return doubt != null;
  }

  FindingWords words() {
    return mention.words();
  }

  LabelRule.Entry entry() {
    return new LabelRule.Entry(words().name(), mention.side(), mention.size(), doubtful());
  }

  TrueFinding truth() {
    return new TrueFinding(
        mention.with("", mention.size()).bare(),
        mention.where(),
        doubt != null ? doubt.cue() : cue,
        words().name(),
        mention.side());
  }
}
