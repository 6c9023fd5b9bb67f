package org.radiologytrust.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import org.radiologytrust.App;
import org.radiologytrust.auth.Operator;
import org.radiologytrust.settings.Settings;

/** Prints where everything is and how to log in. */
final class Addresses {
  private Addresses() {}

  static void print(App app, Settings settings, PrintStream out) {
    app.addresses(settings).forEach((what, where) -> out.printf("  %-14s %s%n", what, where));
    Path file = app.operator().passwordFile();
    out.printf(
        "  %-14s user %s, password %s%n",
        "Login", Operator.NAME, file == null ? "from RTL_OPERATOR_PASSWORD" : "in");
    if (file != null) {
      // on a line of its own, however long it is
      out.printf("  %-14s %s%n", "", file);
    }
    out.flush();
  }
}
