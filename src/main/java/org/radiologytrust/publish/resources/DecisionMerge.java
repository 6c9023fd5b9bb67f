package org.radiologytrust.publish.resources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.radiologytrust.publish.fhir.FhirReference;
import org.radiologytrust.publish.fhir.NarrativeHead;
import org.radiologytrust.publish.fhir.Uris;

/**
 * Puts decisions into an Observation as it is now, in our journal or on a server. Only status,
 * issued, the components of decisions, the head of the narrative, and links to patient and report
 * change.
 */
public final class DecisionMerge {
  private static final Set<String> COMPONENTS =
      Set.of("decision", "reason", "new-wording", "left-because", "verdict", "followed-version");
  private static final Set<String> OPEN = Set.of("registered", "preliminary");
  private static final String FINAL = "final";

  private DecisionMerge() {}

  /**
   * @param wanted has the elements that decisions set; others are not read
   * @param reopens whether the decision undoes another one: only then does {@code final} become
   *     {@code preliminary} again, because somebody else may have made it final
   */
  public static ObjectNode merge(ObjectNode current, ObjectNode wanted, boolean reopens) {
    ObjectNode result = current.deepCopy();
    String before = current.path("status").asText();
    String after = wanted.path("status").asText();
    // a superseded, failed or mistaken result stays so
    if (OPEN.contains(before) || (before.equals(FINAL) && reopens)) {
      result.put("status", after);
    }
    if (!issued(current).equals(issued(wanted))) {
      result.set("issued", wanted.path("issued"));
    }
    components(result, wanted);
    NarrativeHead.copyDecisions(result, wanted);
    FhirReference.link(result, wanted);
    return result;
  }

  /** Whether an Observation has a later decision already. */
  public static boolean isNewer(ObjectNode current, ObjectNode wanted) {
    return issued(current).isAfter(issued(wanted));
  }

  private static Instant issued(ObjectNode resource) {
    try {
      return OffsetDateTime.parse(resource.path("issued").asText()).toInstant();
    } catch (DateTimeParseException e) {
      return Instant.MIN;
    }
  }

  private static void components(ObjectNode result, ObjectNode wanted) {
    ArrayNode components = result.arrayNode();
    result.path("component").forEach(c -> keep(components, c, false));
    wanted.path("component").forEach(c -> keep(components, c, true));
    if (components.isEmpty()) {
      result.remove("component");
    } else {
      result.set("component", components);
    }
  }

  private static void keep(ArrayNode components, JsonNode component, boolean decision) {
    if (isDecision(component) == decision) {
      components.add(component);
    }
  }

  private static boolean isDecision(JsonNode component) {
    for (JsonNode coding : component.path("code").path("coding")) {
      if (coding.path("system").asText().equals(Uris.OBSERVATION_CODES)
          && COMPONENTS.contains(coding.path("code").asText())) {
        return true;
      }
    }
    return false;
  }
}
