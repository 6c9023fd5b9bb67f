package org.radiologytrust.llm.wire;

import java.util.List;
import java.util.Map;

/**
 * A complete answer.
 *
 * @param content the model's text
 * @param counts how many tokens
 * @param firstTokenNanos from the start of the request to the first token, nanoseconds
 * @param loadNanos time in which the server loaded the model, nanoseconds
 * @param tokens the tokens of the answer; empty unless probabilities were requested and delivered
 */
public record ChatReply(
    String content, TokenCounts counts, long firstTokenNanos, long loadNanos, List<Token> tokens) {
  /**
   * One token of the answer.
   *
   * @param text the token's text
   * @param alternatives natural logarithms of the probabilities of the most probable tokens at this
   *     place, before the grammar is applied. So the chosen token may be missing. When no
   *     alternatives were requested, it holds only the chosen token
   */
  public record Token(String text, Map<String, Double> alternatives) {}

  /** The reply to a warm-up: the model is loaded. */
  static final ChatReply LOADED = new ChatReply("", TokenCounts.NONE, 0, 0, List.of());

  public ChatReply {
    tokens = List.copyOf(tokens);
  }

  /** Withholds the model's text, which is about a patient. */
  @Override
  public String toString() {
    return "ChatReply[" + counts.answer() + " tokens]";
  }
}
