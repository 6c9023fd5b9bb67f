package org.radiologytrust.presign;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Optional;
import org.radiologytrust.presign.DraftDesk.Refused;

/** JSON of the doors. What is refused is named by its field, and no value is quoted. */
final class StrictJson {
  /** Writes other characters than ASCII as escapes, so that a half surrogate pair stays one. */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  private StrictJson() {}

  /**
   * Reads an object.
   *
   * @throws Refused if the bytes are no JSON object in UTF-8
   */
  static ObjectNode object(byte[] body) throws Refused {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      if (JSON.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (CharacterCodingException e) {
      throw new Refused("the body is not in UTF-8");
    } catch (JsonProcessingException e) {
      throw new Refused("the body is no JSON, or names a field twice");
    }
    throw new Refused("the body is no JSON object");
  }

  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  /**
   * A field that holds an object.
   *
   * @param path the name of {@code parent} with a dot behind it; empty for the body
   * @return empty if it is missing or null
   * @throws Refused if it holds something else
   */
  static Optional<ObjectNode> child(ObjectNode parent, String path, String name) throws Refused {
    JsonNode value = parent.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value instanceof ObjectNode object) {
      return Optional.of(object);
    }
    throw new Refused(path + name + " must be an object");
  }

  /**
   * A field that holds text.
   *
   * @return empty if it is missing or null
   * @throws Refused if it holds something else
   */
  static Optional<String> text(ObjectNode parent, String path, String name) throws Refused {
    JsonNode value = parent.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (value.isTextual()) {
      return Optional.of(value.textValue());
    }
    throw new Refused(path + name + " must be a text");
  }

  /**
   * A field that holds a date.
   *
   * @return empty if it is missing, null or empty
   * @throws Refused if it holds something else
   */
  static Optional<LocalDate> date(ObjectNode parent, String path, String name) throws Refused {
    return DraftFacts.date(text(parent, path, name).orElse(""), path + name);
  }
}
