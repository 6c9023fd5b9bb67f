package org.radiologytrust.llm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.radiologytrust.llm.ask.ChoiceProbabilities;
import org.radiologytrust.llm.wire.ChatReply.Token;

class TokenProbabilitiesTest {
  private static final String LABELS = "\"supported\",\"uncertain\",\"needs_review\"";
  private final List<Token> tokens = new ArrayList<>();

  /**
   * A token of the answer.
   *
   * @param alternatives texts and probabilities, in turn
   */
  private TokenProbabilitiesTest token(String text, Object... alternatives) {
    Map<String, Double> logs = new HashMap<>();
    for (int i = 0; i < alternatives.length; i += 2) {
      logs.put((String) alternatives[i], Math.log((Double) alternatives[i + 1]));
    }
    tokens.add(new Token(text, logs));
    return this;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (Exception e) {
      throw new IllegalArgumentException(e);
    }
  }

  private ChoiceProbabilities choices(String content, String allowed) {
    JsonNode schema = json("{\"properties\":{\"label\":{\"enum\":[" + allowed + "]}}}");
    return TokenProbabilities.of(content, tokens, schema);
  }

  private Map<String, Double> label(String content, String allowed) {
    return choices(content, allowed).byPointer().get("/label");
  }

  private static void near(Map<String, Double> expected, Map<String, Double> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach((value, p) -> assertEquals(p, found.get(value), 1e-9, value));
  }

  @Test
  void massIsRenormalisedOverTheAllowedValues() {
    token("{\"label\":").token(" \"");
    token("un", "un", 0.3, "supp", 0.1, "No", 0.4, "s", 0.05, "needs", 0.05, "Unc", 0.05);
    token("certain").token("\"}");
    near(
        Map.of("supported", 0.3, "uncertain", 0.6, "needs_review", 0.1),
        label("{\"label\": \"uncertain\"}", LABELS));
  }

  @Test
  void tokenMayHoldWhatStandsBeforeAndAfterTheValue() {
    token("{\"label");
    token("\":\"supported\"}", "\":\"supported\"}", 0.6, "\":\"un", 0.2, " supp", 0.1, "\":", 0.1);
    near(
        Map.of("supported", 0.75, "uncertain", 0.25, "needs_review", 0.0),
        label("{\"label\":\"supported\"}", LABELS));
  }

  @Test
  void valuesThatBeginAlikeAreToldApartWhereTheyPart() {
    token("{\"label\":\"");
    token("no", "no", 0.8, "yes", 0.2);
    token("ne", "ne", 0.3, "\"}", 0.1, "_one", 0.5);
    token("\"}");
    near(
        Map.of("none", 0.6, "no", 0.2, "yes", 0.2),
        label("{\"label\":\"none\"}", "\"none\",\"no\",\"yes\""));
  }

  @Test
  void shortValueOfTwoThatBeginAlikeEndsWithItsQuote() {
    token("{\"label\":\"");
    token("no\"", "no\"", 0.5, "none", 0.25, "no", 0.25);
    token("}");
    near(Map.of("none", 1 / 3.0, "no", 2 / 3.0), label("{\"label\":\"no\"}", "\"none\",\"no\""));
  }

  @Test
  void ofATokenToldAloneTheOtherValuesShareTheRest() {
    token("{\"label\":\"").token("un", "un", 0.7).token("certain\"}");
    near(
        Map.of("supported", 0.15, "uncertain", 0.7, "needs_review", 0.15),
        label("{\"label\":\"uncertain\"}", LABELS));
    tokens.clear();
    token("{\"label\":\"").token("un", "un", 0.02).token("certain\"}");
    assertEquals(
        Map.of(),
        choices("{\"label\":\"uncertain\"}", LABELS).byPointer(),
        "a label that the model would not have chosen by itself tells nothing");
  }

  @Test
  void placeWithoutUsableMassIsAbsent() {
    token("{\"label\":\"").token("supported").token("\"}");
    assertEquals(ChoiceProbabilities.NONE, choices("{\"label\":\"supported\"}", LABELS));
  }

  @Test
  void tokenThatIsNotAmongTheMostProbableTellsNothing() {
    token("{\"label\":\"").token("needs", "No", 0.9, "uncertain", 0.01).token("_review\"}");
    assertEquals(
        ChoiceProbabilities.NONE,
        choices("{\"label\":\"needs_review\"}", LABELS),
        "that other labels are not told of does not make it sure");
  }

  @Test
  void everyPlaceIsNamedByItsPointer() {
    JsonNode schema =
        json(
            "{\"properties\":{\"judgements\":{\"items\":{\"properties\":{\"evidence\":{\"type\":\"string\"},\"label\":{\"enum\":["
                + LABELS
                + "]}}}}}}");
    token("{\"judgements\":[{\"evidence\":\"supported\",\"label\":\"");
    token("supp", "supp", 0.9, "un", 0.1).token("orted\"},\n{\"evidence\":\"a\\\"b\",\"label\":\"");
    token("un", "un", 1.0).token("certain\"}]}").token("\n").token("<eos>");
    String content =
        "{\"judgements\":[{\"evidence\":\"supported\",\"label\":\"supported\"},\n"
            + "{\"evidence\":\"a\\\"b\",\"label\":\"uncertain\"}]}";
    ChoiceProbabilities choices = TokenProbabilities.of(content, tokens, schema);
    assertEquals(
        Set.of("/judgements/0/label", "/judgements/1/label"), choices.byPointer().keySet());
    assertEquals(0.9, choices.byPointer().get("/judgements/0/label").get("supported"), 1e-9);
    assertEquals(1.0, choices.byPointer().get("/judgements/1/label").get("uncertain"), 1e-9);
  }

  @Test
  void tokensThatDoNotMakeUpTheAnswerTellNothing() {
    token("{\"label\":\"\uFFFD").token("supported", "supported", 1.0).token("\"}");
    assertEquals(ChoiceProbabilities.NONE, choices("{\"label\":\"supported\"}", LABELS));
    tokens.clear();
    assertEquals(ChoiceProbabilities.NONE, choices("{\"label\":\"supported\"}", LABELS));
    token("{\"label\":\"").token("supported", "supported", 1.0);
    assertEquals(
        ChoiceProbabilities.NONE,
        choices("{\"label\":\"supported\"}", LABELS),
        "the rest is lacking");
  }

  @Test
  void answerThatIsNoJsonTellsNothing() {
    token("{\"label\":\"").token("supported", "supported", 1.0).token("\"");
    assertEquals(
        ChoiceProbabilities.NONE, choices("{\"label\":\"supported\"", LABELS), "it ends too early");
    tokens.clear();
    token("Sure").token("!");
    assertEquals(ChoiceProbabilities.NONE, choices("Sure!", LABELS));
  }

  @Test
  void valueWrittenWithEscapesIsLeftOut() {
    token("{\"label\":\"").token("\\u0061", "\\u0061", 1.0).token("\"}");
    assertEquals(ChoiceProbabilities.NONE, choices("{\"label\":\"\\u0061\"}", "\"a\",\"b\""));
  }
}
