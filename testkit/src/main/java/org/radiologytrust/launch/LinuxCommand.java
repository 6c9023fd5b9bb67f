package org.radiologytrust.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A command that every Linux has, such as {@code mount}. */
public final class LinuxCommand {
  private LinuxCommand() {}

  /** Runs it and returns its exit status. */
  public static int run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  /** Runs it and returns its output without its errors. */
  public static String output(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
