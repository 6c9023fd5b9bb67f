package org.radiologytrust.llm.ask;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Answers the steps' questions. The model client asks model servers; evaluations use other
 * implementations. Thread-safe.
 */
public interface AnswerSource {
  /** Converts an answer to the step's result. */
  @FunctionalInterface
  interface Reader<T> {
    /**
     * @param answer fits the request's schema
     * @throws InvalidAnswer when the answer breaks a rule of the step
     */
    T read(JsonNode answer) throws InvalidAnswer;
  }

  /**
   * A valid answer.
   *
   * @param value the reader's result
   * @param json the answer as the server sent it
   * @param choices probabilities of the enumerated values, when requested and reported
   * @param digest digest of the model that answered; empty when the server reports none
   * @param calls number of calls, including those that failed
   */
  record Answer<T>(T value, String json, ChoiceProbabilities choices, String digest, int calls) {
    /** Withholds the model's text, which is about a patient. */
    @Override
    public String toString() {
      return "Answer[" + calls + " calls]";
    }
  }

  /** Whether prompt and answer certainly fit the context. */
  boolean fits(ChatRequest request);

  /**
   * Asks until the reader accepts an answer, or no further attempt can help.
   *
   * @throws ModelFailure when there is no valid answer
   * @throws InterruptedException when the thread is interrupted
   */
  <T> Answer<T> ask(ChatRequest request, Reader<T> reader)
      throws ModelFailure, InterruptedException;
}
