package org.radiologytrust.cli.audit;

import org.radiologytrust.check.Checks;
import org.radiologytrust.model.Texts;

/** Says which rules and exceptions of a site are not in force. */
public final class RefusedRules {
  private RefusedRules() {}

  /** Names each on the standard error. */
  public static void tell(Checks checks) {
    checks
        .refused()
        .values()
        .forEach(why -> System.err.println("rtl: not in force: " + Texts.printable(why)));
  }
}
