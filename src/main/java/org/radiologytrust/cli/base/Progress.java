package org.radiologytrust.cli.base;

import java.time.Duration;
import java.time.Instant;

/** Prints the steps of a command on standard error; standard output has only its result. */
public final class Progress {
  private final Instant start = Instant.now();
  private String last = "";

  public void step(String what) {
    if (!what.equals(last)) {
      last = what;
      long tenths = Duration.between(start, Instant.now()).toMillis() / 100;
      System.err.printf("[%3d.%d s] %s%n", tenths / 10, tenths % 10, what);
    }
  }
}
