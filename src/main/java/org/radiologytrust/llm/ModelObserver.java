package org.radiologytrust.llm;

import org.radiologytrust.llm.ModelFailure.Reason;

/** Is told of every call, for metrics. */
public interface ModelObserver {
  /**
   * A whole answer came, valid or not.
   *
   * @param nanos the whole call, nanoseconds
   * @param loadNanos of it loading the model
   */
  void answered(
      String step, String model, long nanos, int promptTokens, int answerTokens, long loadNanos);

  /** A call gave nothing usable. */
  void refused(String step, String model, Reason reason);
}
