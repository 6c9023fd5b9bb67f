package org.radiologytrust;

import java.io.IOException;

/** A command that every Linux has, such as {@code mount}. */
final class LinuxCommand {
  private LinuxCommand() {}

  /** Runs it and returns its exit status. */
  static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
