package org.radiologytrust.llm;

/**
 * An answer that is whole but breaks the step's schema or rules. The model is asked once more with
 * this message, so it says what to do better and quotes nothing but the answer.
 */
public final class InvalidAnswer extends Exception {
  public InvalidAnswer(String message) {
    super(message);
  }
}
