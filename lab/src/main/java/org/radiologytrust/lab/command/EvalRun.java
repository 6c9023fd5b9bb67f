package org.radiologytrust.lab.command;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.radiologytrust.cli.base.CommandFailure;
import org.radiologytrust.cli.base.Progress;
import org.radiologytrust.lab.run.CaseEvaluation;
import org.radiologytrust.lab.run.EvalCase;
import org.radiologytrust.llm.ask.ModelFailure;

/** Asks about all cases without a result, as many at a time as the servers can handle. */
final class EvalRun {
  private final CaseEvaluation evaluation;
  private final EvalFolder folder;
  private final int parallel;

  EvalRun(CaseEvaluation evaluation, EvalFolder folder, int parallel) {
    this.evaluation = evaluation;
    this.folder = folder;
    this.parallel = parallel;
  }

  /**
   * Runs until every case has a result.
   *
   * @throws CommandFailure if the server cannot be asked; results so far are stored
   */
  void run(String title, List<EvalCase> cases, Progress progress) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(parallel);
    try {
      AtomicInteger done = new AtomicInteger();
      List<Future<?>> asked = new ArrayList<>();
      for (int i = 0; i < cases.size(); i++) {
        EvalCase c = cases.get(i);
        EvalCase other = otherPatient(cases, i);
        if (folder.done(c)) {
          done.incrementAndGet();
          continue;
        }
        asked.add(
            pool.submit(
                () -> {
                  folder.add(evaluation.run(c, other));
                  progress.step(title + ": " + done.incrementAndGet() + " of " + cases.size());
                  return null;
                }));
      }
      for (Future<?> one : asked) {
        finished(one);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** The next case with images; the case itself if there is no other. */
  private static EvalCase otherPatient(List<EvalCase> cases, int place) {
    for (int step = 1; step < cases.size(); step++) {
      EvalCase other = cases.get((place + step) % cases.size());
      if (!other.instances().isEmpty()) {
        return other;
      }
    }
    return cases.get(place);
  }

  private static void finished(Future<?> one) throws InterruptedException {
    try {
      one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ModelFailure failure) {
        throw new CommandFailure(
            failure.getMessage() + "; results so far are stored: run the same command to resume");
      }
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw new CommandFailure(wrong.getMessage());
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
