package org.radiologytrust.llm;

/**
 * A whole answer.
 *
 * @param content what the model said
 * @param promptTokens tokens of the prompt as the server counts them; 0 when it does not say
 * @param answerTokens tokens of the answer
 * @param loadNanos time the server took to load the model, nanoseconds
 */
record ChatReply(String content, int promptTokens, int answerTokens, long loadNanos) {
  /** Withholds what the model said of the patient. */
  @Override
  public String toString() {
    return "ChatReply[" + answerTokens + " tokens]";
  }
}
