package org.radiologytrust.cli;

import java.io.PrintStream;
import org.radiologytrust.app.App;
import org.radiologytrust.auth.users.Operator;
import org.radiologytrust.settings.Settings;

/** Prints the addresses of the servers and the login. */
final class Addresses {
  private Addresses() {}

  static void print(App app, Settings settings, PrintStream out) {
    app.addresses(settings).forEach((what, where) -> out.printf("  %-14s %s%n", what, where));
    Operator operator = app.operator();
    String source = operator.password().isEmpty() ? "as set before" : "from RTL_OPERATOR_PASSWORD";
    out.printf(
        "  %-14s user %s, password %s%n",
        "Login", Operator.NAME, operator.passwordFile().isPresent() ? "in" : source);
    // on its own line, since the path may be long
    operator.passwordFile().ifPresent(file -> out.printf("  %-14s %s%n", "", file));
    out.flush();
  }
}
