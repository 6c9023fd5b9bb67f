package org.radiologytrust.llm.ask;

/**
 * Which probabilities of the answer's enumerated values to request, see {@link
 * ChoiceProbabilities}.
 */
public enum WantedProbabilities {
  NONE,

  /**
   * Those of the chosen values, and those of the other values when the server reports them at
   * little cost.
   */
  CHOSEN,

  /**
   * Those of all values. On Ollama this takes several times as long, so it is only for short
   * answers.
   */
  ALL;

  /** Alternatives to request for each token. No server reports more. */
  public static final int MOST_ALTERNATIVES = 20;
}
