package org.radiologytrust.pipeline.step;

import org.radiologytrust.journal.work.JobQueue.Job;

/** Stores the models' answers, so that an interrupted run does not ask again. */
@FunctionalInterface
public interface AnswerStore {
  /**
   * Stores one answer.
   *
   * @param step name of the step, followed by the part's name when it makes several calls
   * @param result the answer and a hash of the question, as JSON
   * @return false when the run has ended, or continues in another process
   */
  boolean storeStep(Job job, String step, String result);
}
