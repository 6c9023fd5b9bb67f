package org.radiologytrust;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Consumer;

/**
 * How work grows with its input. A bound in seconds would depend on the machine; the ratio of two
 * inputs that are measured one behind the other does not.
 */
public final class Growth {
  /** Linear work gives 4 for four times the input, quadratic work 16. */
  private static final double MOST = 10;

  private static final int TRIES = 5;

  private Growth() {}

  /**
   * Fails if four times the input takes more than ten times the work in each of five tries.
   *
   * @param four an input of the same kind as {@code one}, four times as large; both large enough to
   *     take some milliseconds
   */
  public static <T> void assertLinear(T one, T four, Consumer<T> work) {
    work.accept(one);
    double least = Double.MAX_VALUE;
    for (int i = 0; i < TRIES && least > MOST; i++) {
      double small = nanos(one, work);
      least = Math.min(least, nanos(four, work) / small);
    }
    double ratio = least;
    assertTrue(ratio <= MOST, () -> "four times the input takes " + ratio + " times the work");
  }

  /** Processor time of this thread: other processes take nothing from it. */
  private static <T> double nanos(T input, Consumer<T> work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    work.accept(input);
    return threads.getCurrentThreadCpuTime() - before;
  }
}
