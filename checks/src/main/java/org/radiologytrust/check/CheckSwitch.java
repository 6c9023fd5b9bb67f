package org.radiologytrust.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a site does with a check. */
public enum CheckSwitch {
  /** The check runs, and its flags count. */
  ON,

  /** The check runs. Its flags are published and marked, but they count nowhere. */
  QUIET,

  /** The check does not run. */
  OFF;

  /** The word for it in settings and files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The switch with this word. */
  public static Optional<CheckSwitch> of(String word) {
    return Arrays.stream(values()).filter(s -> s.word().equals(word)).findFirst();
  }
}
