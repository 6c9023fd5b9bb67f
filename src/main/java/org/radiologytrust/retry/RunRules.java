package org.radiologytrust.retry;

import java.time.Duration;
import java.util.Optional;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** What becomes of a run that failed: put off, or over. */
public final class RunRules {
  /** Waits grow up to so many times the first. */
  private static final int LONGEST = 30;

  private final RetryTable table;
  private final Limits limits;

  /**
   * The settings {@code rtl.audit.*}.
   *
   * @param attempts tries of a run that fails in a way that may pass
   * @param lost how often a run may end its process before it is given up
   * @param patience how long a run waits for a model server or image store that is away or busy
   * @param delay wait before the second try; doubles up to thirty times as much
   */
  public record Limits(int attempts, int lost, Duration patience, Duration delay) {
    /** Wait after so many failures. */
    public Duration delay(int failures) {
      return delay.multipliedBy(Math.min(LONGEST, 1L << Math.min(10, failures)));
    }

    /** Wait for a peer that has been away for so long: about as long again, up to the longest. */
    private Duration delay(Duration away) {
      Duration longest = delay.multipliedBy(LONGEST);
      return away.compareTo(delay) < 0 ? delay : away.compareTo(longest) > 0 ? longest : away;
    }
  }

  /**
   * Again after the delay.
   *
   * @param counted whether it was a try of the run, rather than a peer that was away
   */
  public record Retry(Duration delay, boolean counted) {}

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

  /** How a run that failed is put off; empty when it is over. */
  public Optional<Retry> retry(Job job, RetryVerdict verdict) {
    boolean waits = job.stuck().compareTo(limits.patience) < 0;
    return switch (verdict.kind()) {
      case STOPPED -> Optional.of(new Retry(Duration.ZERO, false));
      case JOURNAL -> Optional.of(new Retry(limits.delay(job.stuck()), false));
      case AWAY, MEND ->
          waits
              ? Optional.of(new Retry(limits.delay(job.stuck()), false))
              : verdict.kind() == Kind.MEND ? Optional.empty() : counted(job, limits.attempts);
      case LATER, REBUILD -> counted(job, limits.attempts);
      case NEVER -> Optional.empty();
    };
  }

  /** How a run that is over, but whose end cannot be made, is put off; empty to give it up. */
  public Optional<Retry> retryEnd(Job job) {
    return counted(job, limits.attempts + limits.lost);
  }

  private Optional<Retry> counted(Job job, int most) {
    return job.attempts() + 1 < most
        ? Optional.of(new Retry(limits.delay(job.attempts()), true))
        : Optional.empty();
  }
}
