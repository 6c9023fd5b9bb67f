package org.radiologytrust.text.mentions;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.LongSupplier;

/**
 * How much the checks of one run may do together. Java cannot stop a thread, so the lists that they
 * walk through look at the time whenever they hand out an element. Not thread-safe.
 */
public final class Budget {
  /** The time is over. */
  public static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Spent() {
      super("the time of the checks is over", null, false, false);
    }
  }

  /** Elements between two looks at the clock, which takes longer than most elements. */
  private static final int EVERY = 64;

  /** So that no setting overflows. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final long end;
  private final LongSupplier clock;
  private int looks;
  private boolean cut;

  private Budget(long end, LongSupplier clock) {
    this.end = end;
    this.clock = clock;
  }

  /**
   * A budget that begins now.
   *
   * @param clock nanoseconds that grow
   */
  public static Budget of(Duration time, LongSupplier clock) {
    Duration most = time.compareTo(LONGEST) < 0 ? time : LONGEST;
    return new Budget(clock.getAsLong() + most.toNanos(), clock);
  }

  /** A budget that never ends. */
  public static Budget endless() {
    return new Budget(1, () -> 0);
  }

  /**
   * The processor time of this thread in nanoseconds. A busy machine takes none of it away from a
   * report.
   */
  public static long processorTime() {
    return THREADS.getCurrentThreadCpuTime();
  }

  /**
   * Counts one step of work.
   *
   * @throws Spent if the time is over
   */
  public void look() {
    if (looks++ % EVERY == 0 && clock.getAsLong() - end >= 0) {
      throw new Spent();
    }
  }

  /** The same list, which looks at the time whenever it hands out an element. */
  public <T> List<T> watched(List<T> list) {
    return new Watched<>(this, list);
  }

  /**
   * The first elements, watched. If there are more, {@link #takeCut} tells so.
   *
   * @param most bounds the work of a check that compares each with each
   */
  public <T> List<T> first(int most, List<T> list) {
    cut |= list.size() > most;
    return watched(list.size() > most ? list.subList(0, most) : list);
  }

  /** Whether a list was longer than its check compares, since this was last asked. */
  public boolean takeCut() {
    boolean was = cut;
    cut = false;
    return was;
  }

  private static final class Watched<T> extends AbstractList<T> implements RandomAccess {
    private final Budget budget;
    private final List<T> list;

    private Watched(Budget budget, List<T> list) {
      this.budget = budget;
      this.list = list;
    }

    @Override
    public T get(int index) {
      budget.look();
      return list.get(index);
    }

    @Override
    public int size() {
      return list.size();
    }
  }
}
