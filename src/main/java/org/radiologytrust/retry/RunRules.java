package org.radiologytrust.retry;

import java.time.Duration;
import java.util.Optional;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** Decides whether a failed run is retried or ends. */
public final class RunRules {
  /** The longest wait, as a multiple of the first. */
  private static final int LONGEST = 30;

  private final RetryTable table;
  private final Limits limits;

  /**
   * The settings {@code rtl.audit.*}.
   *
   * @param attempts maximum number of tries of a run with temporary failures
   * @param lost how often the process dies during a run, while no other ran beside it, before the
   *     run is abandoned
   * @param alone most time of a run beside which no other runs, because its process died before
   * @param patience how long a run waits for a model server or image store that is away or busy
   * @param delay wait before the second try; doubles up to thirty times this value
   * @param patienceEnds whether a run that made no progress for {@code patience} is over, whatever
   *     tries are left: somebody waits for it
   */
  public record Limits(
      int attempts,
      int lost,
      Duration alone,
      Duration patience,
      Duration delay,
      boolean patienceEnds) {
    /** Limits of a run for which nobody waits: its tries come on top of the patience. */
    public Limits(int attempts, int lost, Duration alone, Duration patience, Duration delay) {
      this(attempts, lost, alone, patience, delay, false);
    }

    /** The wait after this number of failures. */
    public Duration delay(int failures) {
      return delay.multipliedBy(Math.min(LONGEST, 1L << Math.min(10, failures)));
    }

    /** The longest wait between two tries. */
    public Duration longestDelay() {
      return delay.multipliedBy(LONGEST);
    }

    /** The wait for a peer that has been away for this long: about as long again, within limits. */
    private Duration delay(Duration away) {
      Duration longest = longestDelay();
      return away.compareTo(delay) < 0 ? delay : away.compareTo(longest) > 0 ? longest : away;
    }
  }

  /**
   * A retry after the delay.
   *
   * @param counted whether this counts as a try of the run; false if a peer was not available
   */
  public record Retry(Duration delay, boolean counted) {
    private Retry within(Duration most) {
      return new Retry(delay.compareTo(most) < 0 ? delay : most, counted);
    }
  }

  public RunRules(RetryTable table, Limits limits) {
    this.table = table;
    this.limits = limits;
  }

  public Limits limits() {
    return limits;
  }

  public RetryVerdict verdict(Throwable failure) {
    return table.of(failure);
  }

  /** The next try of a failed run; empty if the run is over. */
  public Optional<Retry> retry(Job job, RetryVerdict verdict) {
    Duration left = limits.patience.minus(job.stuck());
    boolean waits = left.compareTo(Duration.ZERO) > 0;
    Optional<Retry> retry =
        switch (verdict.kind()) {
          case STOPPED -> Optional.of(new Retry(Duration.ZERO, false));
          case JOURNAL -> Optional.of(new Retry(limits.delay(job.stuck()), false));
          case AWAY, MEND ->
              waits
                  ? Optional.of(new Retry(limits.delay(job.stuck()), false))
                  : verdict.kind() == Kind.MEND ? Optional.empty() : counted(job, limits.attempts);
          case LATER, REFUSED, REBUILD -> counted(job, limits.attempts);
          case NEVER -> Optional.empty();
        };
    boolean ours = verdict.kind() == Kind.STOPPED || verdict.kind() == Kind.JOURNAL;
    return ours || !limits.patienceEnds ? retry : retry.filter(r -> waits).map(r -> r.within(left));
  }

  /** The next try to store the end of a run that is over; empty to abandon it. */
  public Optional<Retry> retryEnd(Job job) {
    return counted(job, limits.attempts + limits.lost);
  }

  private Optional<Retry> counted(Job job, int most) {
    return job.attempts() + 1 < most
        ? Optional.of(new Retry(limits.delay(job.attempts()), true))
        : Optional.empty();
  }
}
