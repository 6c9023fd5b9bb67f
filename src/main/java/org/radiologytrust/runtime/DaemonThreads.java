package org.radiologytrust.runtime;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that do not keep the process alive: when a later part of the start fails, nobody ends
 * them.
 */
public final class DaemonThreads {
  private DaemonThreads() {}

  /** Makes threads of this name. */
  public static ThreadFactory named(String name) {
    return work -> {
      Thread thread = new Thread(work, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Threads that end when there is no work for a minute.
   *
   * @param waiting most work that waits; more is refused by a {@link
   *     java.util.concurrent.RejectedExecutionException}
   */
  public static ExecutorService pool(String name, int threads, int waiting) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads, threads, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(waiting), named(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
