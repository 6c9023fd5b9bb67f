package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;

/** Reads the answer of the alignment step: exactly one judgement for each claim, known ids only. */
final class AlignmentReader implements ModelClient.Reader<AlignmentReader.Alignment> {
  /**
   * @param verdicts one for each claim, in order
   * @param omissions findings that no judgement names: no claim speaks of them
   */
  record Alignment(List<Verdict> verdicts, List<Finding> omissions) {}

  private final List<Claim> claims;
  private final Map<String, Finding> findings;

  AlignmentReader(List<Claim> claims, List<Finding> findings) {
    this.claims = claims;
    this.findings =
        findings.stream()
            .collect(Collectors.toMap(Finding::id, f -> f, (a, b) -> a, LinkedHashMap::new));
  }

  @Override
  public Alignment read(JsonNode answer) throws InvalidAnswer {
    Map<Integer, Verdict> byClaim = new TreeMap<>();
    for (JsonNode j : answer.path("judgements")) {
      int claim = j.path("claim").asInt();
      if (claim > claims.size()) {
        throw new InvalidAnswer("There is no claim " + claim + ".");
      }
      Verdict verdict =
          new Verdict(
              claim,
              Label.ofCode(j.path("label").asText()),
              j.path("probability").asDouble(),
              Verdict.Basis.MODEL_WITH_IMAGE,
              List.of(j.path("evidence").asText().strip()),
              known(j.path("findings")));
      if (byClaim.put(claim, verdict) != null) {
        throw new InvalidAnswer("Claim " + claim + " is judged twice.");
      }
    }
    for (Claim claim : claims) {
      if (!byClaim.containsKey(claim.number())) {
        throw new InvalidAnswer("Claim " + claim.number() + " is not judged.");
      }
    }
    List<Finding> omissions =
        findings.values().stream()
            .filter(f -> byClaim.values().stream().noneMatch(v -> v.findings().contains(f.id())))
            .toList();
    return new Alignment(List.copyOf(byClaim.values()), omissions);
  }

  private List<String> known(JsonNode said) throws InvalidAnswer {
    List<String> ids = new ArrayList<>();
    for (JsonNode id : said) {
      if (!findings.containsKey(id.asText())) {
        throw new InvalidAnswer(
            "There is no such finding id; known are " + findings.keySet() + ".");
      }
      ids.add(id.asText());
    }
    return ids;
  }
}
