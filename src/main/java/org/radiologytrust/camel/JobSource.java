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
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.JobQueue.Job;
import org.radiologytrust.journal.JournalException;
import org.radiologytrust.journal.RunningJobs;
import org.radiologytrust.journal.Signal;
import org.radiologytrust.model.Correlation;
import org.radiologytrust.model.Texts;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RunRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out the due runs, each with a lease that is renewed until the run is settled. A successful
 * route has already committed the end of its run. A failed run is returned to the queue or
 * abandoned.
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

  /** When all leases were last renewed. */
  private Instant renewed = Instant.EPOCH;

  /**
   * @param clock the journal's clock, which dates the leases
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
        // superseded, or claimed by another process after a long pause of this one
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
      // the clock was set forward or a renewal failed: our own runs must not look expired
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
        LOG.error(
            "run {} is abandoned: the process died {} times during it", job.runId(), job.lost());
      }
      jobs.abandon(job, "the process died " + job.lost() + " times during the audit");
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
    public void settle(Exchange exchange, @Nullable Exception failure) {
      try (Correlation c = Correlation.of(job.report())) {
        if (failure != null) {
          failed(rules.verdict(failure));
        }
      } catch (JournalException e) {
        LOG.error(
            "the journal failed; run {} will be retried after its lease ends: {}",
            job.runId(),
            e.getMessage());
      } finally {
        // the lease was renewed until here: with a full disk, settling may have taken an hour
        open.remove(job);
        running.end(job);
      }
    }

    private void failed(RetryVerdict verdict) {
      if (verdict.kind() == RetryVerdict.Kind.STOPPED) {
        running.drop(job);
        if (jobs.release(job)) {
          LOG.info("run {} was returned to the queue: {}", job.runId(), verdict.reason());
        }
        return;
      }
      Optional<RunRules.Retry> again = rules.retry(job, verdict).or(() -> rules.retryEnd(job));
      if (again.isEmpty()) {
        LOG.error(
            "run {} is abandoned, because its end could not be stored: {}",
            job.runId(),
            verdict.reason());
        jobs.abandon(job, verdict.reason());
        return;
      }
      LOG.warn(
          "run {} failed and will be retried in {}: {}",
          job.runId(),
          Texts.duration(again.get().delay()),
          verdict.reason());
      jobs.postpone(job, again.get().delay(), again.get().counted());
    }
  }
}
