package org.radiologytrust.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** What happened when, for people who search a problem in the nodes' logs. */
final class FaultLog {
  private final Path file;

  FaultLog(Path file) {
    this.file = file;
  }

  synchronized void say(String what) {
    String line = LocalTime.now().truncatedTo(ChronoUnit.MILLIS) + " " + what + "\n";
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.print(line);
  }
}
