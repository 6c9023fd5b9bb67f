package org.radiologytrust.llm;

import org.radiologytrust.llm.ModelFailure.Reason;

/**
 * Is told of every call, for metrics. Each call that is made is told once more at its end, as
 * answered or refused.
 */
public interface ModelObserver {
  /**
   * What a whole answer took.
   *
   * @param nanos the whole call, from the request to the last token, nanoseconds
   * @param firstTokenNanos of it until the first token, nanoseconds; 0 when not known
   * @param loadNanos of it loading the model, nanoseconds
   */
  record Figures(
      long nanos, long firstTokenNanos, long loadNanos, int promptTokens, int answerTokens) {}

  /** A whole answer came, valid or not. */
  void received(String step, String model, String server, Figures figures);

  /** A call gave a valid answer. */
  void answered(String step, String model);

  /** A call gave nothing usable. */
  void refused(String step, String model, Reason reason);

  /** A request is asked once more. */
  void retried(String step, String model);

  /** Keeps nothing of what it is told. */
  ModelObserver NONE =
      new ModelObserver() {
        @Override
        public void received(String step, String model, String server, Figures figures) {}

        @Override
        public void answered(String step, String model) {}

        @Override
        public void refused(String step, String model, Reason reason) {}

        @Override
        public void retried(String step, String model) {}
      };
}
