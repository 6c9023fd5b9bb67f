package org.radiologytrust.process;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A second thread of a start, for slow work that waits for nothing of the rest, in its order. */
public final class StartupTasks implements AutoCloseable {
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(work -> new Thread(work, "start"));

  /** Work that has been begun. */
  @FunctionalInterface
  public interface Begun<T> {
    /** What came of it; waits for that, and throws what it threw. */
    T result() throws Exception;
  }

  public <T> Begun<T> begin(Callable<T> work) {
    Future<T> future = thread.submit(work);
    return () -> {
      try {
        return future.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      }
    };
  }

  /** Returns when the thread is through, so that what it uses may be closed. */
  @Override
  public void close() throws InterruptedException {
    thread.shutdown();
    thread.awaitTermination(1, TimeUnit.MINUTES);
  }
}
