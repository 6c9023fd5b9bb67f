package org.radiologytrust.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.radiologytrust.llm.ModelFailure;

/** Runs calls side by side. What one of them throws is thrown as it is, and ends the others. */
final class ParallelCalls {
  private final ExecutorService executor;

  ParallelCalls(ExecutorService executor) {
    this.executor = executor;
  }

  /** The results in the order of the calls. */
  <T> List<T> all(List<Callable<T>> calls) throws ModelFailure, InterruptedException, IOException {
    List<Future<T>> futures = new ArrayList<>();
    try {
      for (Callable<T> call : calls) {
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
      // does nothing to those that are done
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
