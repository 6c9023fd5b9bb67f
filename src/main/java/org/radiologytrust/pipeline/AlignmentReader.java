package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.radiologytrust.llm.Choices;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ConfidenceBasis;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.Label;
import org.radiologytrust.model.Verdict;

/**
 * Reads the answer of the alignment step: exactly one judgement for each claim, known ids only. In
 * prompt and answer a claim's number is its place in the list, from 1.
 */
final class AlignmentReader implements ModelClient.Reader<List<AlignmentReader.Judgement>> {
  /**
   * What the model said of one claim.
   *
   * @param place of the judgement in the answer, from 0
   * @param claim the claim's number in the audit
   * @param probability how sure the model says it is, 0 to 1
   * @param basis what the model was shown
   */
  record Judgement(
      int place,
      int claim,
      Label label,
      double probability,
      Verdict.Basis basis,
      String evidence,
      List<String> findings) {
    /** The verdict, with the probability of its label where the server told it. */
    Verdict verdict(Choices choices) {
      Double ofToken =
          choices
              .byPointer()
              .getOrDefault("/judgements/" + place + "/label", Map.of())
              .get(label.code());
      return new Verdict(
          claim,
          label,
          ofToken == null ? probability : ofToken,
          ofToken == null ? ConfidenceBasis.SELF_REPORTED : ConfidenceBasis.TOKEN_PROBABILITY,
          basis,
          List.of(evidence),
          findings);
    }
  }

  private final List<Claim> claims;
  private final Verdict.Basis basis;
  private final Set<String> findings = new LinkedHashSet<>();

  /**
   * @param basis what the model was shown
   */
  AlignmentReader(List<Claim> claims, List<Finding> findings, Verdict.Basis basis) {
    this.claims = claims;
    this.basis = basis;
    findings.forEach(f -> this.findings.add(f.id()));
  }

  /** In the order of the claims. */
  @Override
  public List<Judgement> read(JsonNode answer) throws InvalidAnswer {
    Map<Integer, Judgement> byClaim = new TreeMap<>();
    int place = 0;
    for (JsonNode j : answer.path("judgements")) {
      int number = j.path("claim").asInt();
      if (number < 1 || number > claims.size()) {
        throw new InvalidAnswer("There is no claim " + number + ".");
      }
      Judgement judgement =
          new Judgement(
              place++,
              claims.get(number - 1).number(),
              Label.ofCode(j.path("label").asText()),
              j.path("probability").asDouble(),
              basis,
              j.path("evidence").asText().strip(),
              known(j.path("findings")));
      if (byClaim.put(number, judgement) != null) {
        throw new InvalidAnswer("Claim " + number + " is judged twice.");
      }
    }
    for (int number = 1; number <= claims.size(); number++) {
      if (!byClaim.containsKey(number)) {
        throw new InvalidAnswer("Claim " + number + " is not judged.");
      }
    }
    return List.copyOf(byClaim.values());
  }

  private List<String> known(JsonNode said) throws InvalidAnswer {
    List<String> ids = new ArrayList<>();
    for (JsonNode id : said) {
      if (!findings.contains(id.asText())) {
        throw new InvalidAnswer("There is no such finding id; known are " + findings + ".");
      }
      ids.add(id.asText());
    }
    return ids;
  }
}
