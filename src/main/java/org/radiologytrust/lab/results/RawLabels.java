package org.radiologytrust.lab.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.model.Label;

/** Labels in answers of the alignment as they came, also in those that the product refuses. */
final class RawLabels {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Set<String> LABELS =
      Stream.of(Label.values()).map(Label::code).collect(Collectors.toUnmodifiableSet());

  private RawLabels() {}

  /**
   * For how many claims a judgement with one of the three labels came. An answer numbers the claims
   * of its own call from 1, so the claims of several calls add up.
   *
   * @param claims how many were asked about, the most there can be
   */
  static int valid(List<Call> alignment, int claims) {
    int valid = 0;
    for (Call call : alignment) {
      Set<Integer> numbers = new HashSet<>();
      JsonNode answer = parsed(call.answer());
      for (JsonNode j : answer.isArray() ? answer : answer.path("judgements")) {
        int number = j.path("claim").isIntegralNumber() ? j.path("claim").asInt() : 0;
        if (number >= 1 && number <= claims && LABELS.contains(j.path("label").asText())) {
          numbers.add(number);
        }
      }
      valid += numbers.size();
    }
    return Math.min(valid, claims);
  }

  /** Missing when it is no JSON, or something stands beside it. */
  private static JsonNode parsed(String answer) {
    try {
      return MAPPER.readTree(answer);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }
}
