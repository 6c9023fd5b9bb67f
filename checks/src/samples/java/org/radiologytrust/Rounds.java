package org.radiologytrust;

import java.util.Random;

/**
 * What a test repeats or draws at random: a little in {@code ./test}, all of it in {@code ./test
 * long}. A class that uses this has the tag {@code rounds}.
 */
public final class Rounds {
  /** For {@code @EnabledIfSystemProperty}: only {@code ./test long} sets it to true. */
  public static final String LONG = "tests.long";

  private static final Long OWN_SEED = Long.getLong("tests.seed");

  private Rounds() {}

  /** Whether this is {@code ./test long}. */
  public static boolean isLong() {
    return Boolean.getBoolean(LONG);
  }

  /** How often a test repeats something. */
  public static int of(int few, int all) {
    return isLong() ? all : few;
  }

  /**
   * The draws of a test, whose seed is printed.
   *
   * @param seed of each run, unless {@code -Dtests.seed} gives another one
   */
  public static Random random(long seed) {
    long used = OWN_SEED == null ? seed : OWN_SEED;
    StackWalker.StackFrame test = StackWalker.getInstance().walk(s -> s.skip(1).findFirst().get());
    System.out.println("seed " + used + " of " + test.getClassName() + "." + test.getMethodName());
    return new Random(used);
  }
}
