package org.radiologytrust.llm;

import java.util.List;
import java.util.Map;

/**
 * A whole answer.
 *
 * @param content what the model said
 * @param promptTokens tokens of the prompt as the server counts them; 0 when it does not say
 * @param answerTokens tokens of the answer
 * @param firstTokenNanos from the start of the request to the first token, nanoseconds
 * @param loadNanos time the server took to load the model, nanoseconds
 * @param tokens the answer token by token; empty unless probabilities were asked for and given
 */
record ChatReply(
    String content,
    int promptTokens,
    int answerTokens,
    long firstTokenNanos,
    long loadNanos,
    List<Token> tokens) {
  /**
   * One token of the answer.
   *
   * @param alternatives natural logarithms of the probabilities of the most probable tokens at this
   *     place, before the grammar's mask: so the token itself, which the grammar allowed, may be
   *     none of them; of a server that was asked for no others, the token's own alone
   */
  record Token(String text, Map<String, Double> alternatives) {}

  /** The answer to a warm-up: the model is loaded, and nothing was said. */
  static final ChatReply LOADED = new ChatReply("", 0, 0, 0, 0, List.of());

  ChatReply {
    tokens = List.copyOf(tokens);
  }

  /** Withholds what the model said of the patient. */
  @Override
  public String toString() {
    return "ChatReply[" + answerTokens + " tokens]";
  }
}
