package org.radiologytrust.fhirread;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeDeclaredChildDefinition;
import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which elements of resources the client asked for, by {@code _summary} or {@code _elements}. The
 * mandatory elements, and those that change the meaning of others, are always returned; a tag says
 * that others are missing.
 */
final class Subset {
  static final Subset ALL = new Subset("false", Set.of());

  /** The values of {@code _summary} that return resources. */
  static final List<String> SUMMARIES = List.of("true", "text", "data", "false");

  private static final Set<String> ALWAYS =
      Set.of("resourceType", "id", "meta", "implicitRules", "modifierExtension");

  private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";

  private final String summary;
  private final Set<String> elements;

  private Subset(String summary, Set<String> elements) {
    this.summary = summary;
    this.elements = elements;
  }

  static Subset summary(String value) {
    return new Subset(value, Set.of());
  }

  static Subset elements(Set<String> names) {
    return new Subset("false", Set.copyOf(names));
  }

  boolean isAll() {
    return summary.equals("false") && elements.isEmpty();
  }

  /** The subset of included resources: elements are named for the type that is searched. */
  Subset ofIncluded() {
    return elements.isEmpty() ? this : ALL;
  }

  /** Whether a resource of the type has an element of this name, such as status or value. */
  static boolean hasElement(FhirContext fhir, String type, String name) {
    return fhir.getResourceDefinition(type).getChildren().stream()
        .anyMatch(child -> child.getElementName().equals(name));
  }

  /** The resource with the elements that were asked for. */
  ObjectNode of(FhirContext fhir, ObjectNode resource) {
    if (isAll()) {
      return resource;
    }
    String type = resource.path("resourceType").asText();
    List<BaseRuntimeChildDefinition> children = fhir.getResourceDefinition(type).getChildren();
    ObjectNode subset = resource.objectNode();
    for (Map.Entry<String, JsonNode> field : resource.properties()) {
      String name = field.getKey().replaceFirst("^_", "");
      if (ALWAYS.contains(name)
          || children.stream().anyMatch(child -> names(child, name) && wanted(child))) {
        subset.set(field.getKey(), field.getValue());
      }
    }
    return tagged(subset);
  }

  private boolean wanted(BaseRuntimeChildDefinition child) {
    boolean modifies =
        child instanceof BaseRuntimeDeclaredChildDefinition declared && declared.isModifier();
    if (child.getMin() > 0 || modifies) {
      return true;
    }
    return switch (summary) {
      case "true" -> child.isSummary();
      case "text" -> child.getElementName().equals("text");
      case "data" -> !child.getElementName().equals("text");
      default -> elements.contains(child.getElementName());
    };
  }

  /** Whether a JSON name is this element: valueString is value[x]. */
  private static boolean names(BaseRuntimeChildDefinition child, String name) {
    return child.getElementName().equals(name) || child.getValidChildNames().contains(name);
  }

  private static ObjectNode tagged(ObjectNode resource) {
    ObjectNode meta =
        resource.path("meta") instanceof ObjectNode known
            ? known.deepCopy()
            : resource.objectNode();
    meta.withArray("/tag").addObject().put("system", SYSTEM).put("code", "SUBSETTED");
    resource.set("meta", meta);
    return resource;
  }
}
