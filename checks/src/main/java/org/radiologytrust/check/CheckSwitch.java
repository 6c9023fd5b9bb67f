package org.radiologytrust.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a site does with a check. */
public enum CheckSwitch {
  /** The check runs with the strength of {@code check/strengths.yaml}. */
  ON,

  /** The check runs, and its flags count. */
  TELL,

  /** The check runs, and its flags are listed, but count nowhere. */
  ASK,

  /** The check runs, and its flags are only recorded. */
  QUIET,

  /** The check does not run. */
  OFF;

  /** Whether the flags of a check that always tells still count. */
  public boolean tells() {
    return this == ON || this == TELL;
  }

  /** The word for it in settings and files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The switch with this word. */
  public static Optional<CheckSwitch> of(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
