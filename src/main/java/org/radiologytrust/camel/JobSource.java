package org.radiologytrust.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.store.Signal;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.JobQueue.Job;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.model.Texts;
import org.radiologytrust.retry.RetryVerdict;
import org.radiologytrust.retry.RunRules;
import org.radiologytrust.runtime.Correlation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands out the due runs, each with a lease that is renewed until the run is settled. A successful
 * route has already committed the end of its run. A failed run is returned to the queue or
 * abandoned. {@link NodeRuns} says when a run begins alone.
 */
final class JobSource implements WorkSource {
  private static final Logger LOG = LoggerFactory.getLogger(JobSource.class);

  /** How often to look for runs whose leases have ended. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final JobQueue jobs;
  private final boolean textOnly;
  private final RunningJobs running;
  private final NodeRuns node;
  private final RunRules rules;
  private final Signal signal;
  private final Clock clock;
  private final Duration lease;
  private final Set<Job> open =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

  /** When all leases were last renewed. */
  private Instant renewed = Instant.EPOCH;

  private Instant looked = Instant.EPOCH;

  /** The run of this source that runs alone. */
  private volatile @Nullable Run alone;

  /**
   * @param textOnly whether it hands out only runs of a text alone, and suspect ones
   * @param node the runs of the process, which all sources share
   * @param clock the journal's clock, which dates the leases
   */
  JobSource(
      JobQueue jobs,
      boolean textOnly,
      RunningJobs running,
      NodeRuns node,
      RunRules rules,
      Signal signal,
      Clock clock,
      Duration lease) {
    this.jobs = jobs;
    this.textOnly = textOnly;
    this.running = running;
    this.node = node;
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
        lose(job);
      }
    }
    renewed = now;
  }

  private void lose(Job job) {
    open.remove(job);
    running.drop(job);
    node.lose(job);
  }

  /**
   * Java cannot stop a thread. So the run is taken from it: the thread is interrupted and may go
   * on, but what it stores is refused, because the run's claim is another one.
   */
  @Override
  public Optional<Work> takeOverdue() {
    Run run = alone;
    if (run == null || !node.isOverdue(run.job)) {
      return Optional.empty();
    }
    if (jobs.loseOverdue(run.job)) {
      try (Correlation c = Correlation.of(run.job.report())) {
        LOG.error("run {} ran alone for longer than rtl.audit.alone-time", run.job.runId());
      }
    }
    run.overdue = true;
    alone = null;
    lose(run.job);
    return Optional.of(run);
  }

  @Override
  public void giveBack() {
    for (Job job : copy()) {
      lose(job);
      if (jobs.release(job)) {
        LOG.warn("run {} was returned to the queue, but its thread has not ended", job.runId());
      }
    }
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
    if (!now.isBefore(looked.plus(LOOK))) {
      endLost();
      looked = now;
    }
    synchronized (node) {
      return next();
    }
  }

  private void endLost() {
    int most = rules.limits().lost();
    String reason = "the process died " + most + " times while it audited this report alone";
    for (UUID run : jobs.endLost(most, reason)) {
      LOG.error("run {} is abandoned: {}", run, reason);
    }
  }

  private Optional<Work> next() {
    if (node.isRunningAlone() || !node.mayBegin()) {
      return Optional.empty();
    }
    int deaths = node.isCalm() ? rules.limits().lost() - 1 : 0;
    boolean first = node.isTurnOfSuspect();
    boolean suspect = (first || node.isIdle()) && jobs.suspectDue(deaths);
    if (suspect && first && node.stop()) {
      return node.isIdle() ? alone(deaths) : Optional.empty();
    }
    node.goOn();
    Optional<Job> due = textOnly ? jobs.claimText(lease) : jobs.claim(lease);
    if (due.isPresent()) {
      node.begin(due.get());
      return Optional.of(begun(due.get()));
    }
    return suspect && node.isIdle() ? alone(deaths) : Optional.empty();
  }

  private Optional<Work> alone(int deaths) {
    Optional<Job> suspect = jobs.claimAlone(lease, deaths, node.isEmpty());
    if (suspect.isEmpty()) {
      return Optional.empty();
    }
    Job job = suspect.get();
    try (Correlation c = Correlation.of(job.report())) {
      LOG.warn("run {} runs alone, because its process died", job.runId());
    }
    node.beginAlone(job);
    Run run = begun(job);
    alone = run;
    return Optional.of(run);
  }

  private Run begun(Job job) {
    running.start(job);
    open.add(job);
    return new Run(job);
  }

  private final class Run implements Work {
    private final Job job;

    /** It was taken from its thread. */
    private volatile boolean overdue;

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
        if (failure != null && !overdue) {
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
        if (alone == this) {
          alone = null;
        }
        node.end(job);
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
