package org.radiologytrust.process;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs slow, independent tasks of the start on a second thread, one after the other. */
public final class StartupTasks implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "start"));

  /** A task that was submitted. */
  @FunctionalInterface
  public interface Begun<T extends @Nullable Object> {
    /** Waits for the task; returns its result, or throws what it threw. */
    T result() throws Exception;
  }

  /** Submits a task. */
  public <T extends @Nullable Object> Begun<T> begin(Callable<T> work) {
    Future<T> future = thread.submit(work);
    return () -> {
      try {
        return future.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    };
  }

  /** Waits for the tasks, at most a minute, so that what they use may be closed. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdown();
    thread.awaitTermination(1, TimeUnit.MINUTES);
  }
}
