package org.radiologytrust.cli.operator;

import java.io.Console;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.PasswordLine;
import org.radiologytrust.cli.base.SharedOptions;
import picocli.CommandLine.Option;

/** As whom a command asks the running product, where the journal keeps the name. */
final class PersonOptions {
  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Your log-in, with the role operator (default: operator).")
  private @Nullable String user;

  @Option(
      names = "--password-stdin",
      description = "Take the password of --user from the first line of standard input.")
  private boolean stdin;

  OperatorClient client(SharedOptions rtl) throws IOException {
    return user == null ? rtl.operator() : rtl.operator(user, password());
  }

  /**
   * For what a person answers for.
   *
   * @throws CommandFailure if no name was given
   */
  OperatorClient named(SharedOptions rtl) throws IOException {
    if (user == null) {
      throw new CommandFailure("--user: say who you are, because the journal keeps your name");
    }
    return client(rtl);
  }

  private String password() throws IOException {
    if (stdin) {
      return PasswordLine.of(System.in);
    }
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("Password: ");
    if (typed == null) {
      throw new CommandFailure("no password was typed: use --password-stdin");
    }
    return new String(typed);
  }
}
