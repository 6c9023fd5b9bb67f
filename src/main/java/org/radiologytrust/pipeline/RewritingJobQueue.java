package org.radiologytrust.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.radiologytrust.journal.store.JournalException;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.journal.work.RunningJobs;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.OtherPatient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Study;
import org.radiologytrust.retry.RunRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Retries writing the result of a run when the journal does not accept it, for example because its
 * disk is full. Otherwise the result would be lost and the run would have to wait for the end of
 * its lease. The run's thread waits meanwhile, so no other run starts in its place, and the lease
 * is still renewed.
 */
public final class RewritingJobQueue implements JobQueue {
  private static final Logger LOG = LoggerFactory.getLogger(RewritingJobQueue.class);

  /**
   * Longest pause between two attempts, and so the longest delay after the journal is writable
   * again.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /** Interval at which a pause checks whether the process stops. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final JobQueue jobs;
  private final RunningJobs running;
  private final RunRules.Limits limits;
  private final Duration longest;
  private final BooleanSupplier stopping;
  private final BiConsumer<Job, Audit> finished;

  /**
   * @param running runs in progress; results of other runs are not retried
   * @param limits its delays are the pauses between attempts
   * @param longest how long to retry; then the result is dropped and the run is postponed
   * @param stopping whether the process stops; then there is no retry
   * @param finished is given each run with its audit after the journal has committed it
   */
  public RewritingJobQueue(
      JobQueue jobs,
      RunningJobs running,
      RunRules.Limits limits,
      Duration longest,
      BooleanSupplier stopping,
      BiConsumer<Job, Audit> finished) {
    this.jobs = jobs;
    this.running = running;
    this.limits = limits;
    this.longest = longest;
    this.stopping = stopping;
    this.finished = finished;
  }

  @Override
  public boolean storeStep(Job job, String step, String result) {
    return write(job, () -> jobs.storeStep(job, step, result));
  }

  @Override
  public boolean postpone(Job job, Duration delay, boolean failed) {
    return write(job, () -> jobs.postpone(job, delay, failed));
  }

  @Override
  public boolean finish(Job job, Audit audit, Publishing publishing, List<String> sinks) {
    boolean committed = write(job, () -> jobs.finish(job, audit, publishing, sinks));
    // an audit of the text alone is counted with the one that takes its place
    if (committed && !job.textOnly()) {
      finished.accept(job, audit);
    }
    return committed;
  }

  private boolean write(Job job, Supplier<Boolean> write) {
    long start = System.nanoTime();
    for (int failures = 0; ; failures++) {
      try {
        boolean result = write.get();
        if (failures > 0) {
          LOG.info(
              "run {}: stored the result in the journal at attempt {}", job.runId(), failures + 1);
        }
        return result;
      } catch (JournalException e) {
        boolean givenUp = System.nanoTime() - start > longest.toNanos();
        if (givenUp || stopping.getAsBoolean() || !running.isRunning(job)) {
          throw e;
        }
        if (failures == 0) {
          LOG.error("run {}: cannot store the result, retrying: {}", job.runId(), e.getMessage());
        }
        pause(limits.delay(failures), e);
      }
    }
  }

  private void pause(Duration delay, JournalException why) {
    Duration length = delay.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : delay;
    long end = System.nanoTime() + length.toNanos();
    try {
      for (long left = length.toNanos();
          left > 0 && !stopping.getAsBoolean();
          left = end - System.nanoTime()) {
        Thread.sleep(Math.min(LOOK.toMillis(), 1 + left / 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw why;
    }
  }

  @Override
  public List<Waiting> awaitingImages(Instant cameBy, int limit) {
    return jobs.awaitingImages(cameBy, limit);
  }

  @Override
  public List<Waiting> untouched(int limit) {
    return jobs.untouched(limit);
  }

  @Override
  public List<UUID> queueTexts(Map<UUID, UUID> runs) {
    return jobs.queueTexts(runs);
  }

  @Override
  public List<Waiting> withLateImages(int limit) {
    return jobs.withLateImages(limit);
  }

  @Override
  public void markChecked(List<Waiting> checked) {
    jobs.markChecked(checked);
  }

  @Override
  public List<UUID> runsOf(UUID version) {
    return jobs.runsOf(version);
  }

  @Override
  public boolean queue(
      UUID version, UUID runId, List<Study> studies, String refusal, boolean imagesMissing) {
    return jobs.queue(version, runId, studies, refusal, imagesMissing);
  }

  @Override
  public boolean queue(
      UUID version, UUID runId, List<Study> studies, String refusal, OtherPatient other) {
    return jobs.queue(version, runId, studies, refusal, other);
  }

  @Override
  public Optional<Job> claim(Duration lease) {
    return jobs.claim(lease);
  }

  @Override
  public Optional<Job> claimText(Duration lease) {
    return jobs.claimText(lease);
  }

  @Override
  public Optional<Job> claimAlone(Duration lease, int deaths, boolean counted) {
    return jobs.claimAlone(lease, deaths, counted);
  }

  @Override
  public boolean suspectDue(int deaths) {
    return jobs.suspectDue(deaths);
  }

  @Override
  public List<UUID> endLost(int deaths, String reason) {
    return jobs.endLost(deaths, reason);
  }

  @Override
  public boolean loseOverdue(Job job) {
    return jobs.loseOverdue(job);
  }

  @Override
  public long givenUp() {
    return jobs.givenUp();
  }

  @Override
  public boolean renew(Job job, Duration lease) {
    return jobs.renew(job, lease);
  }

  @Override
  public boolean release(Job job) {
    return jobs.release(job);
  }

  @Override
  public Optional<Instant> oldestWaiting() {
    return jobs.oldestWaiting();
  }

  @Override
  public void releaseAll() {
    jobs.releaseAll();
  }

  @Override
  public List<Report> earlierVersions(Job job, int limit) {
    return jobs.earlierVersions(job, limit);
  }

  @Override
  public Superseded superseded(UUID runId) {
    return jobs.superseded(runId);
  }

  @Override
  public void abandon(Job job, String reason) {
    jobs.abandon(job, reason);
  }
}
