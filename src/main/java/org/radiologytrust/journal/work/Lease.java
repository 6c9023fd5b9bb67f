package org.radiologytrust.journal.work;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long this process may rely on a claim or lease that it holds in the journal. It is measured
 * by a monotonic clock from before the journal was asked, so it ends no later than in the journal,
 * and also while the journal is away or this process stands still.
 */
public final class Lease {
  /** Exchange property that holds the lease of the work. */
  public static final String KEY = "CamelJournalLease";

  private final LongSupplier nanos;
  private final long margin;
  private volatile long end;

  /**
   * @param nanos a monotonic clock such as {@link System#nanoTime}
   * @param from what the clock showed before the journal was asked
   */
  public Lease(LongSupplier nanos, long from, Duration length) {
    this.nanos = nanos;
    this.margin = length.dividedBy(2).toNanos();
    this.end = from + length.toNanos();
  }

  /** The journal has extended the lease; {@code from} is as in the constructor. */
  public void extend(long from, Duration length) {
    end = from + length.toNanos();
  }

  /** Another node has it, or may have it. */
  public void lose() {
    end = nanos.getAsLong();
  }

  /** Whether no other node can have taken over. */
  public boolean holds() {
    return nanos.getAsLong() - end < 0;
  }

  /**
   * Called before something is sent: a process that stood still must not send what another node may
   * have replaced meanwhile. Half of the lease must be left, as time for sending.
   *
   * @throws LeaseEndedException if less is left
   */
  public void require() throws LeaseEndedException {
    if (nanos.getAsLong() - end + margin >= 0) {
      throw new LeaseEndedException();
    }
  }
}
