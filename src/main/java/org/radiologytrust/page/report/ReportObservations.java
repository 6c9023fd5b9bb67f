package org.radiologytrust.page.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.model.Audit;

/** The published Observations of an audit as one FHIR Bundle: summary, claims, image findings. */
final class ReportObservations {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPE = "Observation";

  private final ResourceStore resources;

  ReportObservations(ResourceStore resources) {
    this.resources = resources;
  }

  /** A Bundle of type collection, as JSON. */
  byte[] of(Audit audit) {
    ObjectNode bundle = JSON.createObjectNode();
    bundle.put("resourceType", "Bundle").put("type", "collection");
    ArrayNode entries = bundle.putArray("entry");
    Deque<String> waiting = new ArrayDeque<>();
    Set<String> known = new HashSet<>();
    add(audit.runId().toString(), waiting, known);
    while (!waiting.isEmpty()) {
      String id = waiting.remove();
      read(id)
          .ifPresent(
              resource -> {
                entries.addObject().set("resource", resource);
                follow(resource.path("hasMember"), waiting, known);
                follow(resource.path("derivedFrom"), waiting, known);
              });
    }
    return bytes(bundle);
  }

  private Optional<JsonNode> read(String id) {
    return resources.read(TYPE, id).map(versioned -> parse(versioned.resource().json()));
  }

  private static void follow(JsonNode references, Deque<String> waiting, Set<String> known) {
    for (JsonNode reference : references) {
      String text = reference.path("reference").asText();
      if (text.startsWith(TYPE + "/")) {
        add(text.substring(TYPE.length() + 1), waiting, known);
      }
    }
  }

  private static void add(String id, Deque<String> waiting, Set<String> known) {
    if (known.add(id)) {
      waiting.add(id);
    }
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored resource is not JSON");
    }
  }

  private static byte[] bytes(ObjectNode bundle) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(bundle);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON can be written");
    }
  }
}
