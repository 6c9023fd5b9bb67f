package org.radiologytrust.llm;

/** Answers the questions of the steps: a model on a server, or what stands in for one. */
public interface AnswerSource {
  /** Whether prompt and answer surely fit the context. */
  boolean fits(ChatRequest request);

  /**
   * Asks until there is an answer that the reader takes.
   *
   * @throws ModelFailure when there is none
   */
  <T> ModelClient.Answer<T> ask(ChatRequest request, ModelClient.Reader<T> reader)
      throws ModelFailure, InterruptedException;
}
