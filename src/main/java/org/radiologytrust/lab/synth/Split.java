package org.radiologytrust.lab.synth;

import java.util.Locale;

/** Which words and combinations a case may use. */
public enum Split {
  /** Findings and phrases for training, in three quarters of the combinations. */
  TRAIN,
  /** The same findings and phrases, in the combinations that are never trained on. */
  HELD,
  /** Findings and phrases that are never trained on. */
  UNSEEN;

  /** As {@link org.radiologytrust.cases.Truth#split} has it. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
