package org.radiologytrust.guide;

import com.fasterxml.jackson.databind.JsonNode;

/** What a resource in JSON says of itself; empty where it says nothing. */
final class GuideResource {
  private GuideResource() {}

  static String type(JsonNode resource) {
    return resource.path("resourceType").asText();
  }

  static String id(JsonNode resource) {
    return resource.path("id").asText();
  }

  /** Such as {@code StructureDefinition/rtl-device}. */
  static String reference(JsonNode resource) {
    return type(resource) + "/" + id(resource);
  }

  /** Such as {@code StructureDefinition-rtl-device.json}. */
  static String fileName(JsonNode resource) {
    return type(resource) + "-" + id(resource) + ".json";
  }
}
