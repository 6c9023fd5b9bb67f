package org.radiologytrust.camel;

import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.work.JobQueue.Job;

/**
 * The runs of this process, and whose turn it is. A suspect run, whose process may have died of it,
 * runs alone: while it runs, no other begins.
 *
 * <p>Most suspect runs are honest: they were in a process that another run, or something else,
 * ended. So they must not wait for ever, and they must not hold up the reports that come, however
 * many they are. While no other run is due, they run one after the other. Otherwise the node stops
 * for one of them (it begins no other run until those in progress have ended) only after other runs
 * have had it for {@link #TURN}, and for as long as the last suspect run took. So the reports that
 * come have at least half of the time. It waits no longer for runs in progress than a run may run
 * alone: one of them may never end.
 *
 * <p>A run that has already ended a process alone gets its next try from a process that has lived
 * for a while. A process that dies soon after each start, of something else, would otherwise use up
 * the tries of honest runs.
 */
final class NodeRuns {
  /** How long other runs have the node at least before it stops for a suspect one. */
  static final Duration TURN = Duration.ofSeconds(10);

  private final LongSupplier nanos;
  private final BooleanSupplier may;
  private final Duration aloneTime;
  private final long calmFrom;

  /** Runs that this process has claimed and may end. */
  private final Set<Job> claimed = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Those, and runs that were taken from this process while one of its threads works on them. */
  private final Set<Job> working = Collections.newSetFromMap(new IdentityHashMap<>());

  private @Nullable Job alone;
  private long aloneSince;
  private long nextTurn;

  /** Since when the node begins no other run, to run a suspect one alone. */
  private @Nullable Long stoppedSince;

  /**
   * @param nanos a monotonic clock such as {@link System#nanoTime}
   * @param may whether this process may begin a run now
   * @param aloneTime most time of a run alone
   * @param calm how long a process must have lived to try a run that ended one alone
   */
  NodeRuns(LongSupplier nanos, BooleanSupplier may, Duration aloneTime, Duration calm) {
    this.nanos = nanos;
    this.may = may;
    this.aloneTime = aloneTime;
    long now = nanos.getAsLong();
    this.calmFrom = now + calm.toNanos();
    this.nextTurn = now + TURN.toNanos();
  }

  /** Whether this process may begin a run now. */
  boolean mayBegin() {
    return may.getAsBoolean();
  }

  /** Whether this process has lived for a while. */
  boolean isCalm() {
    return nanos.getAsLong() - calmFrom >= 0;
  }

  synchronized boolean isRunningAlone() {
    return alone != null;
  }

  /** Whether a run may begin alone. */
  synchronized boolean isIdle() {
    return claimed.isEmpty();
  }

  /** Whether a run that begins now would really be alone, with nothing left of another one. */
  synchronized boolean isEmpty() {
    return working.isEmpty();
  }

  /** Whether a suspect run goes before the others that are due. */
  synchronized boolean isTurnOfSuspect() {
    return nanos.getAsLong() - nextTurn >= 0;
  }

  /**
   * The node begins no other run until a suspect one has run alone.
   *
   * @return false when runs in progress take too long to end: others have their turn first
   */
  synchronized boolean stop() {
    long now = nanos.getAsLong();
    if (stoppedSince == null) {
      stoppedSince = now;
    }
    if (!claimed.isEmpty() && now - stoppedSince - aloneTime.toNanos() > 0) {
      endTurn(now);
      return false;
    }
    return true;
  }

  /** Other runs may begin. */
  synchronized void goOn() {
    stoppedSince = null;
  }

  private void endTurn(long now) {
    long took = stoppedSince == null ? 0 : now - stoppedSince;
    nextTurn = now + Math.max(TURN.toNanos(), took);
    stoppedSince = null;
  }

  /** A run begins that others may run beside. */
  synchronized void begin(Job job) {
    claimed.add(job);
    working.add(job);
  }

  synchronized void beginAlone(Job job) {
    begin(job);
    alone = job;
    aloneSince = nanos.getAsLong();
    if (stoppedSince == null) {
      stoppedSince = aloneSince;
    }
  }

  /** Whether this run runs alone and has had its time. */
  synchronized boolean isOverdue(Job job) {
    return job == alone && nanos.getAsLong() - aloneSince - aloneTime.toNanos() > 0;
  }

  /** The run no longer belongs to this process, but a thread may still work on it. */
  synchronized void lose(Job job) {
    claimed.remove(job);
    if (job == alone) {
      alone = null;
      endTurn(nanos.getAsLong());
    }
  }

  /** No thread works on the run any more. */
  synchronized void end(Job job) {
    lose(job);
    working.remove(job);
  }
}
