package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.radiologytrust.llm.InvalidAnswer;
import org.radiologytrust.llm.ModelClient;
import org.radiologytrust.model.Claim;
import org.radiologytrust.model.ClaimType;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Sentence;
import org.radiologytrust.model.Span;

/**
 * Reads the answer of the claims step. A quote counts only where it stands in its sentence; its
 * span is computed here, never the model's.
 */
final class ClaimsReader implements ModelClient.Reader<List<Claim>> {
  private final Report report;
  private final Map<Integer, Sentence> sentences = new HashMap<>();
  private final Map<Integer, Shown> shown = new HashMap<>();

  /**
   * @param sentences those that the model is shown
   */
  ClaimsReader(Report report, List<Sentence> sentences, Mask mask) {
    this.report = report;
    for (Sentence s : sentences) {
      this.sentences.put(s.number(), s);
      shown.put(s.number(), Shown.of(mask.apply(s.text()), s.span().start()));
    }
  }

  /** The sentence as it stands in the prompt. */
  String shown(Sentence sentence) {
    return shown.get(sentence.number()).text();
  }

  /** A claim before it has its number. */
  private record Draft(int sentence, Span span, ClaimType type) {}

  @Override
  public List<Claim> read(JsonNode answer) throws InvalidAnswer {
    List<Draft> drafts = new ArrayList<>();
    Map<Integer, Integer> reached = new HashMap<>();
    for (JsonNode c : answer.path("claims")) {
      int number = c.path("sentence").asInt();
      if (!sentences.containsKey(number)) {
        throw new InvalidAnswer("There is no sentence " + number + ".");
      }
      Span span =
          shown
              .get(number)
              .find(c.path("quote").asText(), reached.getOrDefault(number, 0))
              .orElseThrow(
                  () ->
                      new InvalidAnswer(
                          "A quote for sentence "
                              + number
                              + " does not stand in it letter by letter."));
      reached.put(number, span.end());
      Draft draft =
          new Draft(
              number, span, ClaimType.valueOf(c.path("type").asText().toUpperCase(Locale.ROOT)));
      if (drafts.stream().noneMatch(d -> d.span.equals(span))) {
        drafts.add(draft);
      }
    }
    drafts.sort(
        Comparator.comparingInt((Draft d) -> d.span.start()).thenComparing(d -> d.span.end()));
    List<Claim> claims = new ArrayList<>();
    for (Draft d : drafts) {
      claims.add(
          new Claim(
              claims.size() + 1,
              d.sentence,
              sentences.get(d.sentence).section(),
              d.type,
              d.span,
              d.span.in(report.text())));
    }
    return List.copyOf(claims);
  }
}
