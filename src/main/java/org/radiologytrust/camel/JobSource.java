package org.radiologytrust.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.RunningJobs;
import org.radiologytrust.journal.Signal;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RunRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs that are due, each under a lease that is renewed until it is settled. A run whose route
 * went through has committed its own end; one that did not is given back, or given up.
 */
final class JobSource implements WorkSource {
  private static final Logger LOG = LoggerFactory.getLogger(JobSource.class);

  private final JobQueue jobs;
  private final RunningJobs running;
  private final RunRules rules;
  private final Signal signal;
  private final Clock clock;
  private final Duration lease;
  private final Set<Job> open =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  /** Every lease lasts from then on at least. */
  private Instant renewed = Instant.EPOCH;

  /**
   * @param clock of the journal, which gives the leases their times
   */
  JobSource(
      JobQueue jobs,
      RunningJobs running,
      RunRules rules,
      Signal signal,
      Clock clock,
      Duration lease) {
    this.jobs = jobs;
    this.running = running;
    this.rules = rules;
    this.signal = signal;
    this.clock = clock;
    this.lease = lease;
  }

  @Override
  public Signal signal() {
    return signal;
  }

  @Override
  public Duration renewEvery() {
    return lease.dividedBy(3);
  }

  @Override
  public void renew() {
    Instant now = clock.instant();
    for (Job job : copy()) {
      if (!jobs.renew(job, lease)) {
        // superseded, or claimed by another after a long standstill of this process
        open.remove(job);
        running.drop(job);
      }
    }
    renewed = now;
  }

  private List<Job> copy() {
    synchronized (open) {
      return List.copyOf(open);
    }
  }

  @Override
  public Optional<Work> take() {
    Instant now = clock.instant();
    if (open.isEmpty()) {
      renewed = now;
    } else if (now.isAfter(renewed.plus(lease.dividedBy(2)))) {
      // the clock was set forward, or a renewal failed: our own runs must not look lost
      renew();
    }
    for (Optional<Job> due = jobs.claim(lease); due.isPresent(); due = jobs.claim(lease)) {
      Job job = due.get();
      if (job.lost() <= rules.limits().lost()) {
        running.start(job);
        open.add(job);
        return Optional.of(new Run(job));
      }
      try (Correlation c = Correlation.of(job.report())) {
        LOG.error("run {} is given up: it ended the process {} times", job.runId(), job.lost());
      }
      jobs.abandon(job, "the audit ended the process " + job.lost() + " times");
    }
    return Optional.empty();
  }

  private final class Run implements Work {
    private final Job job;

    Run(Job job) {
      this.job = job;
    }

    @Override
    public void fill(Exchange exchange) {
      exchange.setProperty(Job.PROPERTY, job);
      exchange.setProperty(Correlation.KEY, job.report().correlationId().toString());
      exchange.getMessage().setBody(job);
    }

    @Override
    public void settle(Exchange exchange, Exception failure) {
      try (Correlation c = Correlation.of(job.report())) {
        if (failure != null) {
          failed(rules.verdict(failure));
        }
      } catch (JournalException e) {
        LOG.error("run {} waits for its lease to end: {}", job.runId(), e.getMessage());
      } finally {
        // until here the lease was renewed: the journal may have been full for an hour
        open.remove(job);
        running.end(job);
      }
    }

    private void failed(RetryVerdict verdict) {
      if (verdict.kind() == RetryVerdict.Kind.STOPPED) {
        running.drop(job);
        if (jobs.release(job)) {
          LOG.info("run {} is given back: {}", job.runId(), verdict.reason());
        }
        return;
      }
      Optional<RunRules.Retry> again = rules.retry(job, verdict).or(() -> rules.retryEnd(job));
      if (again.isEmpty()) {
        LOG.error("run {} is given up: its end was not made: {}", job.runId(), verdict.reason());
        jobs.abandon(job, verdict.reason());
        return;
      }
      LOG.warn(
          "run {} is tried again in {}: {}", job.runId(), again.get().delay(), verdict.reason());
      jobs.postpone(job, again.get().delay(), again.get().counted());
    }
  }
}
