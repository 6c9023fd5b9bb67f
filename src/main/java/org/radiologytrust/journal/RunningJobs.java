package org.radiologytrust.journal;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.radiologytrust.journal.JobQueue.Job;

/**
 * The runs that go on in this process, and the threads that ask a model for them. A run may end in
 * one branch while another still asks, and may begin again before that one notices; so a job is
 * told apart by its identity.
 */
public final class RunningJobs {
  private final Map<Job, Set<Thread>> jobs = new IdentityHashMap<>();

  public synchronized void start(Job job) {
    jobs.put(job, new HashSet<>());
  }

  /** No further call is made for it; answers that are under way are still kept. */
  public synchronized void end(Job job) {
    jobs.remove(job);
  }

  /** It is not ours any more, or is not to go on here: calls that are under way are broken off. */
  public synchronized void drop(Job job) {
    Set<Thread> asking = jobs.remove(job);
    if (asking != null) {
      asking.forEach(Thread::interrupt);
    }
  }

  public synchronized boolean isRunning(Job job) {
    return jobs.containsKey(job);
  }

  /** How many go on. */
  public synchronized int count() {
    return jobs.size();
  }

  /** A call for a run, by the thread that makes it. */
  @FunctionalInterface
  public interface Call<T, E extends Exception> {
    T make() throws E, InterruptedException;
  }

  /**
   * Makes a call, which is interrupted when the run is {@linkplain #drop dropped}.
   *
   * @throws InterruptedException also when the run has ended: another branch of it failed
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
      Thread.interrupted(); // it may be that it came after the call, and would hit another run
    } else {
      asking.remove(Thread.currentThread());
    }
  }
}
