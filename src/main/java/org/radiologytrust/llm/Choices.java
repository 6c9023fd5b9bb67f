package org.radiologytrust.llm;

import java.util.Map;

/**
 * How probable the model held each value of the enumerations in its answer, taken from the server's
 * token probabilities and renormalised over the values that the schema allows: the server gives
 * them before the grammar's mask.
 *
 * @param byPointer by the JSON pointer of the value in the answer, such as {@code
 *     /judgements/0/label}: probability of each allowed value, 0 to 1, adding up to 1; a place is
 *     absent where the server gave nothing to tell from
 */
public record Choices(Map<String, Map<String, Double>> byPointer) {
  /** Of a server that tells no probabilities, or was not asked for them. */
  public static final Choices NONE = new Choices(Map.of());

  public Choices {
    byPointer = Map.copyOf(byPointer);
  }
}
