package org.radiologytrust.lab.checks.alarms;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a person said about a flag. */
enum Reading {
  /** The report has the problem. */
  RIGHT,
  /** The report does not have it. */
  FALSE,
  /** It cannot be told from the report, or two people differ. */
  UNSURE;

  /** The word in a file of verdicts. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Reading> of(String code) {
    return Arrays.stream(values()).filter(r -> r.code().equals(code)).findFirst();
  }
}
