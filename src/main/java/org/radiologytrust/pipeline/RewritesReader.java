package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Rewrite;

/** Reads the answer of the rewrite step: exactly one text for each claim asked for. */
final class RewritesReader implements ModelClient.Reader<List<Rewrite>> {
  private final Set<Integer> wanted;

  RewritesReader(List<Claim> wanted) {
    this.wanted = wanted.stream().map(Claim::number).collect(Collectors.toSet());
  }

  @Override
  public List<Rewrite> read(JsonNode answer) throws InvalidAnswer {
    List<Rewrite> rewrites = new ArrayList<>();
    Set<Integer> missing = new TreeSet<>(wanted);
    for (JsonNode r : answer.path("rewrites")) {
      int claim = r.path("claim").asInt();
      if (!missing.remove(claim)) {
        throw new InvalidAnswer(
            "Claim " + claim + " is not among those asked for, or comes twice.");
      }
      rewrites.add(new Rewrite(claim, r.path("text").asText().strip()));
    }
    if (!missing.isEmpty()) {
      throw new InvalidAnswer("A rewrite is missing for claims " + missing + ".");
    }
    return rewrites;
  }
}
