package org.radiologytrust.pipeline.step;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.radiologytrust.llm.ask.ModelFailure;

/**
 * Runs calls in parallel. When one throws an exception, the others are cancelled and the exception
 * is thrown unchanged.
 */
final class ParallelCalls {
  private final ExecutorService executor;

  ParallelCalls(ExecutorService executor) {
    this.executor = executor;
  }

  /** Runs the calls and returns their results in the same order. */
  <T> List<T> all(List<Callable<T>> calls) throws ModelFailure, InterruptedException, IOException {
    return all(calls, calls.size());
  }

  /**
   * Runs the calls and returns their results in the same order.
   *
   * @param most most calls at the same time
   */
  <T> List<T> all(List<Callable<T>> calls, int most)
      throws ModelFailure, InterruptedException, IOException {
    List<Future<T>> futures = new ArrayList<>();
    try {
      for (Callable<T> call : calls) {
        if (futures.size() >= most) {
          futures.get(futures.size() - most).get();
        }
        futures.add(executor.submit(call));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw cause(e.getCause());
    } finally {
      // has no effect on calls that have ended
      futures.forEach(future -> future.cancel(true));
    }
  }

  private static RuntimeException cause(Throwable cause)
      throws ModelFailure, InterruptedException, IOException {
    if (cause instanceof ModelFailure failure) {
      throw failure;
    }
    if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    }
    if (cause instanceof IOException io) {
      throw io;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
  }
}
