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

/** Counts labels in unchanged answers about claims, even where the product refused the answer. */
final class RawLabels {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Set<String> LABELS =
      Stream.of(Label.values()).map(Label::code).collect(Collectors.toUnmodifiableSet());

  /** Answers about one claim; each stands for a label. */
  private static final Set<String> ANSWERS = Set.of("yes", "no", "cannot_tell");

  private RawLabels() {}

  /**
   * The number of claims that got one of the three labels. A call about a list numbers its claims
   * from 1, and other calls are about one claim each, so the counts of several calls are added.
   *
   * @param claims number of claims asked about; the result is never greater
   */
  static int valid(List<Call> asked, int claims) {
    int valid = 0;
    for (Call call : asked) {
      Set<Integer> numbers = new HashSet<>();
      JsonNode answer = parsed(call.answer());
      for (JsonNode j : answer.isArray() ? answer : answer.path("judgements")) {
        int number = j.path("claim").isIntegralNumber() ? j.path("claim").asInt() : 0;
        if (number >= 1 && number <= claims && LABELS.contains(j.path("label").asText())) {
          numbers.add(number);
        }
      }
      valid += numbers.size() + (ANSWERS.contains(answer.path("answer").asText()) ? 1 : 0);
    }
    return Math.min(valid, claims);
  }

  /** A missing node when the answer is not JSON alone. */
  private static JsonNode parsed(String answer) {
    try {
      return MAPPER.readTree(answer);
    } catch (JsonProcessingException e) {
      return MAPPER.missingNode();
    }
  }
}
