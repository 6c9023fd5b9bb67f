package org.radiologytrust.journal.work;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.journal.work.JobQueue.Job;

/**
 * The jobs that are running in this process, and the threads that call a model for them. A run may
 * end in one branch while another branch still waits for its call, and may start again before that
 * branch notices. Therefore jobs are compared by identity.
 */
public final class RunningJobs {
  private final Map<Job, Set<Thread>> jobs = new IdentityHashMap<>();

  public synchronized void start(Job job) {
    jobs.put(job, new HashSet<>());
  }

  /**
   * The job has ended: no new call is started for it. Answers to calls in progress are still
   * stored.
   */
  public synchronized void end(Job job) {
    jobs.remove(job);
  }

  /** The job was lost or must not continue here: calls in progress are interrupted. */
  public synchronized void drop(Job job) {
    Set<Thread> asking = jobs.remove(job);
    if (asking != null) {
      asking.forEach(Thread::interrupt);
    }
  }

  public synchronized boolean isRunning(Job job) {
    return jobs.containsKey(job);
  }

  /** Number of running jobs. */
  public synchronized int count() {
    return jobs.size();
  }

  /** A call on behalf of a job. */
  @FunctionalInterface
  public interface Call<T, E extends Exception> {
    T make() throws E, InterruptedException;
  }

  /**
   * Makes a call on this thread. {@link #drop} interrupts it.
   *
   * @throws InterruptedException also if the run has ended because another branch failed
   */
  public <T, E extends Exception> T call(Job job, Call<T, E> call) throws E, InterruptedException {
    enter(job);
    try {
      return call.make();
    } finally {
      leave(job);
    }
  }

  private synchronized void enter(Job job) throws InterruptedException {
    Set<Thread> asking = jobs.get(job);
    if (asking == null) {
      throw new InterruptedException("the run has ended");
    }
    asking.add(Thread.currentThread());
  }

  private synchronized void leave(Job job) {
    Set<Thread> asking = jobs.get(job);
    if (asking == null) {
      Thread.interrupted(); // a late interrupt, after the call, would hit the thread's next run
    } else {
      asking.remove(Thread.currentThread());
    }
  }
}
