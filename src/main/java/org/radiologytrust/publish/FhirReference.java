package org.radiologytrust.publish;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A logical reference to a Patient or DiagnosticReport: an identifier and no literal reference.
 *
 * @param node the Reference itself, to be completed
 * @param system empty where the identifier has none
 */
record FhirReference(ObjectNode node, String type, String system, String value) {
  private static final Map<String, String> TYPE_OF_ELEMENT =
      Map.of("subject", "Patient", "patient", "Patient", "focus", "DiagnosticReport");

  /** What makes two references the same. */
  record Target(String type, String system, String value) {}

  Target target() {
    return new Target(type, system, value);
  }

  void literal(String reference) {
    node.put("reference", reference);
  }

  /** All that have an identifier and no literal, of one type, in a resource. */
  static List<FhirReference> of(JsonNode resource, String type) {
    List<FhirReference> found = new ArrayList<>();
    collect(resource, "", found);
    return found.stream().filter(r -> r.type().equals(type)).toList();
  }

  private static void collect(JsonNode node, String element, List<FhirReference> found) {
    if (node instanceof ObjectNode object) {
      JsonNode identifier = object.path("identifier");
      String type = object.path("type").isTextual() ? object.path("type").asText() : "";
      if (type.isEmpty()) {
        type = TYPE_OF_ELEMENT.getOrDefault(element, "");
      }
      if (identifier.isObject() && !object.has("reference") && identifier.hasNonNull("value")) {
        found.add(
            new FhirReference(
                object,
                type,
                identifier.path("system").asText(),
                identifier.path("value").asText()));
      }
      object.properties().forEach(child -> collect(child.getValue(), child.getKey(), found));
    } else if (node.isArray()) {
      node.forEach(child -> collect(child, element, found));
    }
  }
}
