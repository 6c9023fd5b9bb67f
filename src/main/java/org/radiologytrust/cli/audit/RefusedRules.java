package org.radiologytrust.cli.audit;

import org.radiologytrust.check.Checks;
import org.radiologytrust.model.Texts;

/** Says which rules of a site do not run. */
final class RefusedRules {
  private RefusedRules() {}

  static void tell(Checks checks) {
    checks
        .refused()
        .values()
        .forEach(why -> System.err.println("rtl: a rule does not run: " + Texts.printable(why)));
  }
}
