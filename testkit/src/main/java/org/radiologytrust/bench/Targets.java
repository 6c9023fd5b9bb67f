package org.radiologytrust.bench;

import java.util.Locale;

/** Prints what was measured beside its target, and remembers whether one was missed. */
final class Targets {
  private boolean missed;

  static void head() {
    System.out.printf("%-62s %9s  %-12s%n", "", "measured", "target");
  }

  void least(String what, double measured, double target) {
    line(what, measured, "from " + target, measured >= target);
  }

  void most(String what, double measured, double target) {
    line(what, measured, "up to " + target, measured <= target);
  }

  /** For what has no target. */
  static void note(String what, double measured) {
    System.out.printf(Locale.ROOT, "%-62s %9.3f%n", what, measured);
  }

  private void line(String what, double measured, String target, boolean met) {
    System.out.printf(
        Locale.ROOT, "%-62s %9.3f  %-12s %s%n", what, measured, target, met ? "met" : "MISSED");
    missed |= !met;
  }

  /** Ends the process: with 1 when a target was missed. */
  void exit() {
    System.exit(missed ? 1 : 0);
  }
}
