package org.radiologytrust.llm.ask;

import java.util.Map;

/**
 * The probabilities of the values of enumerations in an answer. They come from the server's token
 * probabilities before the grammar is applied. When the server reports other tokens too, the
 * probabilities are renormalised over the values that the schema allows. When it reports only the
 * chosen token, the other values share the rest.
 *
 * @param byPointer by the JSON pointer of the value in the answer, such as {@code
 *     /judgements/0/label}: the probability of each allowed value, 0 to 1, with a sum of 1. A
 *     pointer is absent when the server did not report enough
 */
public record ChoiceProbabilities(Map<String, Map<String, Double>> byPointer) {
  /** Used when the server reports no probabilities, or was not asked for them. */
  public static final ChoiceProbabilities NONE = new ChoiceProbabilities(Map.of());

  public ChoiceProbabilities {
    byPointer = Map.copyOf(byPointer);
  }
}
