package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Rewrite;

/**
 * Reads the answer of the rewrite step: exactly one text for each claim asked for. In prompt and
 * answer a claim's number is its place in the list, from 1.
 */
final class RewritesReader implements ModelClient.Reader<List<Rewrite>> {
  private final List<Claim> wanted;

  RewritesReader(List<Claim> wanted) {
    this.wanted = wanted;
  }

  @Override
  public List<Rewrite> read(JsonNode answer) throws InvalidAnswer {
    Map<Integer, Rewrite> rewrites = new TreeMap<>();
    for (JsonNode r : answer.path("rewrites")) {
      int number = r.path("claim").asInt();
      if (number < 1 || number > wanted.size()) {
        throw new InvalidAnswer("There is no claim " + number + ".");
      }
      Rewrite rewrite =
          new Rewrite(wanted.get(number - 1).number(), r.path("text").asText().strip());
      if (rewrites.put(number, rewrite) != null) {
        throw new InvalidAnswer("Claim " + number + " is reworded twice.");
      }
    }
    for (int number = 1; number <= wanted.size(); number++) {
      if (!rewrites.containsKey(number)) {
        throw new InvalidAnswer("A rewrite is missing for claim " + number + ".");
      }
    }
    return List.copyOf(rewrites.values());
  }
}
