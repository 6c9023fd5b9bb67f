package org.radiologytrust.cli;

import java.io.PrintStream;
import org.radiologytrust.App;
import org.radiologytrust.Settings;
import org.radiologytrust.ops.Operator;

/** Prints where everything is and how to log in. */
final class Addresses {
  private Addresses() {}

  static void print(App app, Settings settings, PrintStream out) {
    app.addresses(settings).forEach((what, where) -> out.printf("  %-14s %s%n", what, where));
    out.printf(
        "  %-14s user %s, password %s%n",
        "Login",
        Operator.NAME,
        app.operator().passwordFile() == null
            ? "from RTL_OPERATOR_PASSWORD"
            : "in " + app.operator().passwordFile());
    out.flush();
  }
}
