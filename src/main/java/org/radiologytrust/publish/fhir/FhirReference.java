package org.radiologytrust.publish.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A reference to a Patient or DiagnosticReport that has an identifier. It is logical until a
 * literal reference is added.
 *
 * @param node the Reference, which {@link #literal} completes
 * @param system empty where the identifier has none
 */
public record FhirReference(ObjectNode node, String type, String system, String value) {
  private static final Map<String, String> TYPE_OF_ELEMENT =
      Map.of("subject", "Patient", "patient", "Patient", "focus", "DiagnosticReport");

  /** What an audit is about. */
  public static final List<String> TYPES = List.of("Patient", "DiagnosticReport");

  /** Two references with equal targets refer to the same resource. */
  public record Target(String type, String system, String value) {}

  public Target target() {
    return new Target(type, system, value);
  }

  public void literal(String reference) {
    node.put("reference", reference);
  }

  /** Leaves the identifier alone. */
  public void unlink() {
    node.remove("reference");
  }

  /** The references of one type in a resource that are literal, and have an identifier too. */
  public static List<FhirReference> linked(JsonNode resource, String type) {
    return references(resource).stream()
        .filter(r -> r.type().equals(type) && r.node().has("reference"))
        .toList();
  }

  /** The logical references of one type in a resource. */
  public static List<FhirReference> of(JsonNode resource, String type) {
    return references(resource).stream()
        .filter(r -> r.type().equals(type) && !r.node().has("reference"))
        .toList();
  }

  /** Makes the references to these logical again, so that they are resolved anew. */
  public static void unlink(JsonNode resource, Set<Target> targets) {
    references(resource).stream()
        .filter(r -> targets.contains(r.target()))
        .forEach(FhirReference::unlink);
  }

  /** What the logical references are to. */
  public static Set<Target> logical(JsonNode resource) {
    return references(resource).stream()
        .filter(r -> !r.node().has("reference"))
        .map(FhirReference::target)
        .collect(Collectors.toSet());
  }

  /** What the references with an identifier are resolved to. */
  public static Map<Target, String> literals(JsonNode resource) {
    Map<Target, String> known = new HashMap<>();
    references(resource).stream()
        .filter(r -> r.node().has("reference"))
        .forEach(r -> known.put(r.target(), r.node().path("reference").asText()));
    return known;
  }

  /**
   * Copies literal references from one resource into logical references of another with the same
   * identifier.
   *
   * @return whether anything changed
   */
  public static boolean link(JsonNode to, JsonNode from) {
    return copy(to, from, r -> !r.node().has("reference"));
  }

  /**
   * Like {@link #link}, and replaces what was resolved to another resource before.
   *
   * @return whether anything changed
   */
  public static boolean relink(JsonNode to, JsonNode from) {
    return copy(to, from, r -> true);
  }

  private static boolean copy(JsonNode to, JsonNode from, Predicate<FhirReference> which) {
    Map<Target, String> known = literals(from);
    List<FhirReference> found =
        references(to).stream()
            .filter(which)
            .filter(r -> known.containsKey(r.target()))
            .filter(r -> !known.get(r.target()).equals(r.node().path("reference").asText()))
            .toList();
    found.forEach(r -> r.literal(known.get(r.target())));
    return !found.isEmpty();
  }

  private static List<FhirReference> references(JsonNode resource) {
    List<FhirReference> found = new ArrayList<>();
    collect(resource, "", found);
    return found.stream().filter(r -> TYPE_OF_ELEMENT.containsValue(r.type())).toList();
  }

  private static void collect(JsonNode node, String element, List<FhirReference> found) {
    if (node instanceof ObjectNode object) {
      JsonNode identifier = object.path("identifier");
      String type = object.path("type").isTextual() ? object.path("type").asText() : "";
      if (type.isEmpty()) {
        type = TYPE_OF_ELEMENT.getOrDefault(element, "");
      }
      if (identifier.isObject() && identifier.hasNonNull("value")) {
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
