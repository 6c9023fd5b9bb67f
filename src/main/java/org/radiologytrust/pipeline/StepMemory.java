package org.radiologytrust.pipeline;

import java.util.UUID;

/** Keeps what models answered, so that a run goes on where it was. */
@FunctionalInterface
public interface StepMemory {
  /**
   * @param step name of the step, with its part where it asks in several calls
   * @param result the answer and what it rests on, as JSON
   */
  void keepStep(UUID runId, String step, String result);
}
