package org.radiologytrust.cli.operator;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.OperatorClient;
import org.radiologytrust.cli.base.PasswordOption;
import org.radiologytrust.cli.base.SharedOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** As whom a command asks the running product, where the journal keeps the name. */
final class PersonOptions {
  @Option(
      names = "--user",
      paramLabel = "NAME",
      description = "Your log-in, with the role operator (default: operator).")
  private @Nullable String user;

  @Mixin private PasswordOption password;

  OperatorClient client(SharedOptions rtl) throws IOException {
    return user == null ? rtl.operator() : rtl.operator(user, password.known());
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
}
