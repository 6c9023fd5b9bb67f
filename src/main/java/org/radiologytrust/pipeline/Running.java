package org.radiologytrust.pipeline;

import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.radiologytrust.journal.JobQueue.Job;

/**
 * The runs that go on in this process. A run may end in one branch while another still asks the
 * model, and may begin again before that one notices; so a job is told apart by its identity.
 */
public final class Running {
  private final Map<UUID, Job> jobs = new ConcurrentHashMap<>();

  /**
   * @return whether the run was not going on already
   */
  boolean start(Job job) {
    return jobs.putIfAbsent(job.runId(), job) == null;
  }

  /**
   * @return whether this job of the run was going on
   */
  boolean end(Job job) {
    boolean here = goesOn(job);
    if (here) {
      jobs.remove(job.runId());
    }
    return here;
  }

  boolean goesOn(Job job) {
    return jobs.get(job.runId()) == job;
  }

  boolean goesOn(UUID run) {
    return jobs.containsKey(run);
  }

  Set<UUID> runs() {
    return Set.copyOf(jobs.keySet());
  }

  /** How many go on. */
  public int count() {
    return jobs.size();
  }
}
