package org.radiologytrust.cli.base;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Checks a folder of an option {@code --out} that must be empty or not exist yet. */
public final class EmptyFolder {
  private EmptyFolder() {}

  /**
   * @throws CommandFailure when it is not empty, is no folder, or cannot be read
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
      } catch (AccessDeniedException e) {
        throw new CommandFailure("--out: " + out + " cannot be read: name a folder of your own");
      }
    }
  }
}
