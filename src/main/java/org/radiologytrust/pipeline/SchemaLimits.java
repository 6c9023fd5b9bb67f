package org.radiologytrust.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A step's schema, held to what can be right in one call: a server that answers by schema then
 * leaves no claim out, adds none, and names no finding where there is none. What a site's own
 * schema does not have is left alone, and no limit is widened.
 */
final class SchemaLimits {
  private SchemaLimits() {}

  /** Lists of items with a {@code claim} get exactly one for each claim, numbered from 1. */
  static JsonNode toClaims(JsonNode schema, int claims) {
    JsonNode narrowed = schema.deepCopy();
    for (JsonNode list : narrowed.path("properties")) {
      JsonNode number = list.at("/items/properties/claim");
      if (number.isObject()) {
        atMost(list, "maxItems", claims);
        ((ObjectNode) list).set("minItems", list.path("maxItems"));
        atMost(number, "maximum", claims);
      }
    }
    return narrowed;
  }

  /** Items get no more ids in {@code findings} than there are findings. */
  static JsonNode toFindings(JsonNode schema, int findings) {
    JsonNode narrowed = schema.deepCopy();
    for (JsonNode list : narrowed.path("properties")) {
      JsonNode ids = list.at("/items/properties/findings");
      if (ids.isObject()) {
        atMost(ids, "maxItems", Math.max(findings, ids.path("minItems").asInt()));
      }
    }
    return narrowed;
  }

  private static void atMost(JsonNode of, String limit, int most) {
    if (of.path(limit).asInt(Integer.MAX_VALUE) > most) {
      ((ObjectNode) of).put(limit, most);
    }
  }
}
