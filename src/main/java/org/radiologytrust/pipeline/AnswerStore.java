package org.radiologytrust.pipeline;

import org.radiologytrust.journal.JobQueue.Job;

/** Keeps what models answered, so that a run goes on where it was. */
@FunctionalInterface
public interface AnswerStore {
  /**
   * @param step name of the step, with its part where it asks in several calls
   * @param result the answer and what it rests on, as JSON
   * @return false when the run goes on elsewhere, or is over
   */
  boolean storeStep(Job job, String step, String result);
}
