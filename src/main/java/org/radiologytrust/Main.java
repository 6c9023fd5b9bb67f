package org.radiologytrust;

import org.radiologytrust.cli.Rtl;

/** Entry point of {@code ./rtl}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Rtl.run(args));
  }
}
