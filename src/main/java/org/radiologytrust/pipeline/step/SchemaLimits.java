package org.radiologytrust.pipeline.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Tightens a step's schema for one call. A server that enforces the schema then cannot leave out or
 * add a claim, and cannot name a finding when there is none. Properties that a site's own schema
 * lacks are skipped, and no limit becomes wider.
 */
final class SchemaLimits {
  private SchemaLimits() {}

  /**
   * Lists whose items have a property {@code claim} must hold exactly one item for each claim,
   * numbered from 1.
   */
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

  /** A property {@code findings} can hold at most as many ids as there are findings. */
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
