package org.radiologytrust.ingest.ehr;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A resource of a page, as the server wrote it: nothing is dropped, and no number is written out.
 *
 * @param json the resource; belongs to this object
 */
record PageResource(ObjectNode json) {
  static final String REPORT = "DiagnosticReport";

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * Parses the bytes of a resource.
   *
   * @return empty if the inbox would refuse its JSON in any case: bytes that are not UTF-8, a
   *     repeated key
   */
  static Optional<PageResource> parse(byte[] bytes) {
    try {
      return JSON.readTree(bytes) instanceof ObjectNode json
          ? Optional.of(new PageResource(json))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** An empty object. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  static byte[] bytes(JsonNode json) {
    try {
      return JSON.writeValueAsBytes(json);
    } catch (IOException e) {
      throw new IllegalStateException("a page's JSON cannot be written", e);
    }
  }

  String type() {
    return json.path("resourceType").asText("");
  }

  /** The logical id; empty if it has none. */
  String id() {
    return json.path("id").asText("");
  }

  /** Type and id, as in a relative reference; empty if one is missing. */
  String key() {
    return type().isEmpty() || id().isEmpty() ? "" : type() + "/" + id();
  }

  /** {@code meta.versionId} as the server wrote it; empty if there is none. */
  String versionId() {
    return json.path("meta").path("versionId").asText("");
  }

  /** {@code meta.lastUpdated} as the server wrote it; empty if there is none. */
  String lastUpdatedText() {
    return json.path("meta").path("lastUpdated").asText("");
  }

  /** {@code meta.lastUpdated}; empty if there is none, or none with a time zone. */
  Optional<Instant> lastUpdated() {
    try {
      return Optional.of(OffsetDateTime.parse(lastUpdatedText()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Whether it is an OperationOutcome with an error. */
  boolean isErrorOutcome() {
    if (type().equals("OperationOutcome")) {
      for (JsonNode issue : json.path("issue")) {
        if (issue.path("severity").asText().matches("error|fatal")) {
          return true;
        }
      }
    }
    return false;
  }

  /** Calls back for each reference in it, also in contained resources. */
  void eachReference(Consumer<ObjectNode> each) {
    eachReference(json, each);
  }

  private static void eachReference(JsonNode json, Consumer<ObjectNode> each) {
    if (json instanceof ObjectNode object && object.path("reference").isTextual()) {
      each.accept(object);
    }
    json.forEach(child -> eachReference(child, each));
  }

  PageResource copy() {
    return new PageResource(json.deepCopy());
  }

  /** The one that was changed later; the first if that is not known. */
  static PageResource newer(PageResource first, PageResource second) {
    return second.lastUpdated().orElse(Instant.MIN).isAfter(first.lastUpdated().orElse(Instant.MAX))
        ? second
        : first;
  }
}
