package org.radiologytrust.review;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person said about a flag. */
public enum FlagVerdict {
  /** The flag is right, and the report or the order is to be corrected. */
  RIGHT,
  /** What the flag says is true, and it does not matter here. */
  NOT_IMPORTANT,
  /** What the flag says is not true. */
  WRONG;

  /** The word for it in files, the journal, metrics and FHIR. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The verdict with this code. */
  public static Optional<FlagVerdict> ofCode(String code) {
    return Arrays.stream(values()).filter(v -> v.code().equals(code)).findFirst();
  }
}
