package org.radiologytrust.llm;

import java.util.Map;

/**
 * How probable the model held each value of the enumerations in its answer, taken from the server's
 * token probabilities, which it gives before the grammar's mask. Where it tells those of other
 * tokens too, they are renormalised over the values that the schema allows; where it tells the
 * chosen token's alone, the other values share what that leaves.
 *
 * @param byPointer by the JSON pointer of the value in the answer, such as {@code
 *     /judgements/0/label}: probability of each allowed value, 0 to 1, adding up to 1; a place is
 *     absent where the server gave nothing to tell from
 */
public record ChoiceProbabilities(Map<String, Map<String, Double>> byPointer) {
  /** Of a server that tells no probabilities, or was not asked for them. */
  public static final ChoiceProbabilities NONE = new ChoiceProbabilities(Map.of());

  public ChoiceProbabilities {
    byPointer = Map.copyOf(byPointer);
  }
}
