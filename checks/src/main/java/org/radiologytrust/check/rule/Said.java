package org.radiologytrust.check.rule;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.radiologytrust.text.mentions.Certainty;
import org.radiologytrust.text.mentions.MentionTime;
import org.radiologytrust.text.mentions.Polarity;

/** What a sentence says of a word, of this patient. */
enum Said {
  @JsonProperty("there")
  THERE,
  @JsonProperty("not there")
  NOT_THERE,
  @JsonProperty("possible")
  POSSIBLE,
  @JsonProperty("earlier")
  EARLIER;

  /** Whether it is this. An unclear negation, a question and another person are none. */
  boolean is(Polarity polarity, Certainty certainty, MentionTime time) {
    if (time != MentionTime.NOW) {
      return this == EARLIER && time == MentionTime.EARLIER && polarity == Polarity.AFFIRMED;
    }
    return switch (this) {
      case THERE -> polarity == Polarity.AFFIRMED && certainty == Certainty.CERTAIN;
      case NOT_THERE -> polarity == Polarity.DENIED && certainty == Certainty.CERTAIN;
      case POSSIBLE -> polarity == Polarity.AFFIRMED && certainty == Certainty.POSSIBLE;
      case EARLIER -> false;
    };
  }
}
