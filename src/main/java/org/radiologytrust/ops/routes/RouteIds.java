package org.radiologytrust.ops.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The ids that a route file gives to its routes. */
final class RouteIds {
  private static final YAMLMapper YAML = new YAMLMapper();

  /** A second document, an anchor or an alias, which the tree does not show. */
  private static final Pattern SPECIAL = Pattern.compile("(?m)^---|(^|\\s)[&*]\\w");

  private RouteIds() {}

  /**
   * Whether two files have the same routes: they differ in comments and layout alone. Not told for
   * files with several documents, anchors or aliases.
   */
  static boolean same(String one, String other) {
    if (SPECIAL.matcher(one).find() || SPECIAL.matcher(other).find()) {
      return false;
    }
    try {
      return YAML.readTree(one).equals(YAML.readTree(other));
    } catch (JsonProcessingException e) {
      return false;
    }
  }

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
