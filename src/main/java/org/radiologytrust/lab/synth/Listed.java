package org.radiologytrust.lab.synth;

import org.radiologytrust.cases.TrueFinding;

/**
 * A finding that the images of a case show.
 *
 * @param doubt {@code null} where it is seen well
 */
record Listed(Noun noun, String cue, SynthPhrases.Doubt doubt) {
  boolean doubtful() {
    return doubt != null;
  }

  FindingWords words() {
    return noun.words();
  }

  LabelRule.Entry entry() {
    return new LabelRule.Entry(words().name(), noun.side(), noun.size(), doubtful());
  }

  TrueFinding truth() {
    return new TrueFinding(
        noun.with("", noun.size()).bare(),
        noun.where(),
        doubtful() ? doubt.cue() : cue,
        words().name(),
        noun.side());
  }
}
