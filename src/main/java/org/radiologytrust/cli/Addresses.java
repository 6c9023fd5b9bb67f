package org.radiologytrust.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.radiologytrust.App;
import org.radiologytrust.auth.Operator;
import org.radiologytrust.settings.Settings;

/** Prints the addresses of the servers and the login. */
final class Addresses {
  private Addresses() {}

  static void print(App app, Settings settings, PrintStream out) {
    app.addresses(settings).forEach((what, where) -> out.printf("  %-14s %s%n", what, where));
    Path file = app.operator().passwordFile();
    out.printf(
        "  %-14s user %s, password %s%n",
        "Login", Operator.NAME, file == null ? "from RTL_OPERATOR_PASSWORD" : "in");
    if (file != null) {
      // on its own line, since the path may be long
      out.printf("  %-14s %s%n", "", file);
    }
    out.flush();
  }
}
