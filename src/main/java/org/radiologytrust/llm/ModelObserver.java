package org.radiologytrust.llm;

import org.radiologytrust.llm.ask.ModelFailure.Reason;
import org.radiologytrust.llm.wire.TokenCounts;

/**
 * Is informed of every call, for metrics. At its end, each call is reported once as answered or
 * refused.
 */
public interface ModelObserver {
  /**
   * Times and sizes of a complete answer.
   *
   * @param nanos nanoseconds from the request to the last token
   * @param firstTokenNanos nanoseconds from the request to the first token; 0 when unknown
   * @param loadNanos nanoseconds in which the server loaded the model
   */
  record Figures(long nanos, long firstTokenNanos, long loadNanos, TokenCounts counts) {}

  /** A complete answer arrived; it may not be valid. */
  void received(String step, String model, String server, Figures figures);

  /** A call gave a valid answer. */
  void answered(String step, String model);

  /** A call gave no valid answer. */
  void refused(String step, String model, Reason reason);

  /** A request is sent again. */
  void retried(String step, String model);

  /** Ignores everything. */
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
