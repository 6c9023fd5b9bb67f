package org.radiologytrust.llm;

/**
 * Answers the steps' questions. {@link ModelClient} asks model servers; evaluations use other
 * implementations. Thread-safe.
 */
public interface AnswerSource {
  /** Whether prompt and answer certainly fit the context. */
  boolean fits(ChatRequest request);

  /**
   * Asks until the reader accepts an answer, or no further attempt can help.
   *
   * @throws ModelFailure when there is no valid answer
   * @throws InterruptedException when the thread is interrupted
   */
  <T> ModelClient.Answer<T> ask(ChatRequest request, ModelClient.Reader<T> reader)
      throws ModelFailure, InterruptedException;
}
