package org.radiologytrust.lab.synth;

import java.util.Locale;

/** The words and combinations of words that a case may use. */
public enum Split {
  /** Findings and phrases for training, in three quarters of their combinations. */
  TRAIN,
  /** The same findings and phrases, in combinations that are never trained on. */
  HELD,
  /** Findings and phrases that are never trained on. */
  UNSEEN;

  /** Its name in {@link org.radiologytrust.cases.Truth#split}. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
