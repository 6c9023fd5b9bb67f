package org.radiologytrust.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;
import java.util.Set;
import org.radiologytrust.llm.ask.InvalidAnswer;

/** Validates answers of every step: an answer is one JSON value that fits the whole schema. */
public final class AnswerValidator {
  /** Refuses text after the answer and repeated keys. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private AnswerValidator() {}

  /**
   * Parses an answer.
   *
   * @throws InvalidAnswer when the text is not exactly one JSON value
   */
  public static JsonNode json(String text) throws InvalidAnswer {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new InvalidAnswer("It was not JSON.");
    }
  }

  /**
   * Checks an answer against its schema.
   *
   * @throws InvalidAnswer naming the first rule of the schema that the answer breaks
   */
  public static void fits(JsonNode answer, JsonNode schema) throws InvalidAnswer {
    Set<ValidationMessage> wrong = SCHEMAS.getSchema(schema).validate(answer);
    if (!wrong.isEmpty()) {
      List<String> rules =
          wrong.stream().map(m -> m.getInstanceLocation() + " breaks " + m.getType()).toList();
      throw new InvalidAnswer("It does not fit the schema: " + rules.get(0) + ".");
    }
  }
}
