package org.radiologytrust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of an option {@code --out} that must not hold anything yet. */
public final class EmptyFolder {
  private EmptyFolder() {}

  /**
   * @throws CommandFailure when it holds something, or is none
   */
  public static void check(Path out) throws IOException {
    if (Files.exists(out) && !Files.isDirectory(out)) {
      throw new CommandFailure("--out: " + out + " is not a folder");
    }
    if (Files.exists(out)) {
      try (var there = Files.list(out)) {
        if (there.findAny().isPresent()) {
          throw new CommandFailure("--out: " + out + " is not empty");
        }
      }
    }
  }
}
