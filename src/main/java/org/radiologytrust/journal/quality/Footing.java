package org.radiologytrust.journal.quality;

import java.util.Locale;

/** How a flag came to be judged. Verdicts of different footing are never pooled. */
public enum Footing {
  /** On the worklist, where people choose which flags they answer. */
  CHOSEN,
  /** In a random sample that was put to a person. */
  SAMPLED;

  /** The word for it in files. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
