package org.radiologytrust.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a table of strengths says of a check, the loudest first. */
public enum CheckStrength {
  /** The check runs, and its flags count: {@link Strength#TELL}. */
  TELL,

  /** The check runs, and its flags are listed, but count nowhere: {@link Strength#ASK}. */
  ASK,

  /** The check runs, and its flags are shown to nobody: {@link Strength#QUIET}. */
  QUIET,

  /** The check does not run. */
  OFF;

  /** The word for it in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one with this word. */
  public static Optional<CheckStrength> of(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
