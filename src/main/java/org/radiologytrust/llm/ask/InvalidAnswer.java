package org.radiologytrust.llm.ask;

/**
 * A complete answer that breaks the step's schema or rules. Its message is sent to the model with
 * the next attempt, so it says what to improve. It quotes nothing except the answer.
 */
public final class InvalidAnswer extends Exception {
  public InvalidAnswer(String message) {
    super(message);
  }
}
