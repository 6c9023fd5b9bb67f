package org.radiologytrust.peers.ollama;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;

/**
 * A token of an answer.
 *
 * @param probability its own, before the grammar's mask
 * @param candidates tokens at its place with their probabilities, with or without itself
 */
record OllamaToken(String text, double probability, Map<String, Double> candidates) {
  /** A logarithm that JSON can carry. */
  private static final double LEAST = 1e-12;

  /**
   * {@code {token, logprob, bytes, top_logprobs: [{token, logprob, bytes}]}}.
   *
   * @param top most alternatives; with 0 the list is left out, as Ollama does
   */
  ObjectNode json(ObjectMapper json, int top) {
    ObjectNode node = json.createObjectNode();
    put(node, text, probability);
    if (top > 0) {
      ArrayNode list = node.putArray("top_logprobs");
      candidates.entrySet().stream()
          .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
          .limit(top)
          .forEach(candidate -> put(list.addObject(), candidate.getKey(), candidate.getValue()));
    }
    return node;
  }

  private static void put(ObjectNode node, String token, double probability) {
    node.put("token", token).put("logprob", Math.log(Math.max(LEAST, probability)));
    ArrayNode bytes = node.putArray("bytes");
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(b & 0xff);
    }
  }
}
