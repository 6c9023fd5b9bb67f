package org.radiologytrust.publish.fhir;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Reads and writes JSON trees. Decimals keep their digits (0.50 stays 0.50); depth is limited. */
public final class FhirJson {
  private static final int MAX_DEPTH = 100;

  /** More than any answer needs. A tree of many short tokens would take the heap. */
  private static final long MAX_TOKENS_OF_ANSWER = 1_000_000;

  public static final ObjectMapper MAPPER = mapper(Long.MAX_VALUE);

  /** For what the FHIR server answers: the number of tokens is limited, too. */
  public static final ObjectMapper ANSWERS = mapper(MAX_TOKENS_OF_ANSWER);

  private FhirJson() {}

  /**
   * Parses JSON that we wrote.
   *
   * @throws IllegalStateException for anything else
   */
  public static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      // its message may quote the resource
      throw new IllegalStateException("a resource of ours is not JSON");
    }
  }

  public static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectMapper mapper(long maxTokens) {
    JsonMapper mapper =
        JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxTokenCount(maxTokens)
                .build())
        .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    return mapper;
  }
}
