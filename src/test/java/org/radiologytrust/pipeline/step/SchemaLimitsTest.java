package org.radiologytrust.pipeline.step;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.radiologytrust.files.SiteFiles;
import org.radiologytrust.llm.AnswerValidator;
import org.radiologytrust.llm.ask.InvalidAnswer;

class SchemaLimitsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode SHIPPED =
      StepCatalog.load(SiteFiles.shipped()).step("alignment").schema();

  private static JsonNode json(String text) throws Exception {
    return JSON.readTree(text.replace('\'', '"'));
  }

  /** As many judgements, each with these ids. */
  private static JsonNode judgements(int count, String ids) throws Exception {
    return json(
        IntStream.rangeClosed(1, count)
            .mapToObj(
                n ->
                    "{'claim':%d,'evidence':'It shows.','findings':[%s],'label':'supported','probability':0.9}"
                        .formatted(n, ids))
            .collect(Collectors.joining(",", "{'judgements':[", "]}")));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void listHasExactlyOneItemForEachClaim(int count) throws Exception {
    JsonNode schema = SchemaLimits.toClaims(SHIPPED, 2);
    JsonNode answer = judgements(count, "");
    if (count == 2) {
      assertDoesNotThrow(() -> AnswerValidator.fits(answer, schema));
    } else {
      assertThrows(InvalidAnswer.class, () -> AnswerValidator.fits(answer, schema));
    }
  }

  @Test
  void numberIsOneOfTheClaims() throws Exception {
    JsonNode schema = SchemaLimits.toClaims(SHIPPED, 1);
    JsonNode other = json(judgements(1, "").toString().replace("\"claim\":1", "\"claim\":2"));
    assertThrows(InvalidAnswer.class, () -> AnswerValidator.fits(other, schema));
  }

  @Test
  void withoutFindingsNoneCanBeNamed() throws Exception {
    JsonNode none = judgements(1, "");
    JsonNode one = judgements(1, "'F1.1'");
    JsonNode schema = SchemaLimits.toFindings(SHIPPED, 0);
    assertDoesNotThrow(() -> AnswerValidator.fits(none, schema));
    assertThrows(InvalidAnswer.class, () -> AnswerValidator.fits(one, schema));
    assertDoesNotThrow(() -> AnswerValidator.fits(one, SchemaLimits.toFindings(SHIPPED, 1)));
  }

  @Test
  void limitOfASiteIsNotWidenedAndTheStepsOwnSchemaStaysAsItIs() throws Exception {
    JsonNode own =
        json(
            "{'properties':{'judgements':{'maxItems':1,'items':{'properties':{'claim':{'maximum':1},"
                + "'findings':{'minItems':1,'maxItems':1}}}},'note':{'type':'string'}}}");
    JsonNode before = own.deepCopy();
    JsonNode narrowed = SchemaLimits.toFindings(SchemaLimits.toClaims(own, 5), 0);
    assertEquals(1, narrowed.at("/properties/judgements/maxItems").asInt());
    assertEquals(1, narrowed.at("/properties/judgements/minItems").asInt());
    assertEquals(1, narrowed.at("/properties/judgements/items/properties/claim/maximum").asInt());
    assertEquals(
        1, narrowed.at("/properties/judgements/items/properties/findings/maxItems").asInt());
    assertEquals(before, own);
  }
}
