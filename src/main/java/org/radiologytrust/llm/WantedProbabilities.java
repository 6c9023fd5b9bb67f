package org.radiologytrust.llm;

/**
 * Which probabilities of the answer's enumerated values are wanted: see {@link
 * ChoiceProbabilities}.
 */
public enum WantedProbabilities {
  NONE,

  /** Of the value that was chosen; of the others too where the server tells them for little. */
  CHOSEN,

  /** Of every value: on Ollama several times as slow, so for short answers. */
  ALL;

  /** Alternatives asked for at each token of an answer; no server gives more. */
  static final int MOST_ALTERNATIVES = 20;
}
