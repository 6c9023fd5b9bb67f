package org.radiologytrust.cli.base;

import java.io.Console;
import java.io.IOException;
import picocli.CommandLine.Option;

/** A password that is typed, or comes on standard input. */
public final class PasswordOption {
  @Option(
      names = "--password-stdin",
      description = "Take the password from the first line of standard input.")
  private boolean stdin;

  /** A password that exists. */
  public String known() throws IOException {
    return stdin ? PasswordLine.of(System.in) : typed(console(), "Password: ");
  }

  /** A new password, which is typed twice. */
  public String chosen() throws IOException {
    if (stdin) {
      return PasswordLine.of(System.in);
    }
    Console console = console();
    String password = typed(console, "Password: ");
    if (!password.equals(typed(console, "Again: "))) {
      throw new CommandFailure("the two passwords are not the same: nothing was changed");
    }
    return password;
  }

  private static Console console() {
    Console console = System.console();
    if (console == null) {
      throw new CommandFailure("there is no terminal: use --password-stdin");
    }
    return console;
  }

  private static String typed(Console console, String prompt) {
    char[] typed = console.readPassword(prompt);
    if (typed == null) {
      throw new CommandFailure("no password was typed");
    }
    return new String(typed);
  }
}
