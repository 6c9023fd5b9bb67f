package org.radiologytrust.llm.wire;

/**
 * How many tokens a call had, as counted by the server. A number that it does not report is 0.
 *
 * @param prompt all tokens of the prompt
 * @param kept those of the prompt that it kept from an earlier call, and did not read again
 * @param answer tokens of the answer
 */
public record TokenCounts(int prompt, int kept, int answer) {
  /** No call, or a server that does not count. */
  public static final TokenCounts NONE = new TokenCounts(0, 0, 0);

  /** A server was seen to report negative numbers. */
  public TokenCounts {
    prompt = Math.max(0, prompt);
    kept = Math.max(0, kept);
    answer = Math.max(0, answer);
  }
}
