package org.radiologytrust.ops.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashSet;
import java.util.Set;

/** The ids that a route file gives to its routes. */
final class RouteIds {
  private static final YAMLMapper YAML = new YAMLMapper();

  private RouteIds() {}

  /** Empty for a text that is no route file, which Camel refuses with a reason. */
  static Set<String> of(String content) {
    Set<String> ids = new LinkedHashSet<>();
    try {
      for (JsonNode item : YAML.readTree(content)) {
        JsonNode id = item.path("route").path("id");
        if (id.isValueNode()) {
          ids.add(id.asText());
        }
      }
    } catch (JsonProcessingException e) {
      return Set.of();
    }
    return ids;
  }
}
