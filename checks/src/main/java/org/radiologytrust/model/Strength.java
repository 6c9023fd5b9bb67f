package org.radiologytrust.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How loudly a check may speak, the loudest first. */
public enum Strength {
  /** The flag counts: it changes labels, score and priority, and waits for a decision. */
  TELL,

  /**
   * The flag is listed below those that tell, with the reason why it only asks. It counts nowhere.
   */
  ASK,

  /** The flag is shown to nobody: it is stored for figures, and sampled for reading. */
  QUIET;

  /** The word for it in files, metrics and FHIR. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The strength with this word. */
  public static Optional<Strength> of(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
