package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.radiologytrust.publish.fhir.FhirJson;

/** What the server says about itself, against what we need. */
final class FhirCapabilities {
  private static final List<String> WRITTEN = List.of("Observation", "Provenance");

  private FhirCapabilities() {}

  /** Empty when it will do; otherwise what is wrong, in one line. */
  static Optional<String> lacks(FhirReply reply) {
    if (reply.status() == 401 || reply.status() == 403) {
      return Optional.of("rtl.fhir.server refuses our login (" + reply.status() + ")");
    }
    JsonNode statement = reply.json();
    if (!reply.ok() || !statement.path("resourceType").asText().equals("CapabilityStatement")) {
      return Optional.of(
          "rtl.fhir.server is no FHIR base URL: its /metadata answered "
              + reply.status()
              + " and no CapabilityStatement");
    }
    String version = statement.path("fhirVersion").asText();
    if (!version.startsWith("4.0")) {
      return Optional.of("rtl.fhir.server does not speak FHIR R4 (4.0)");
    }
    JsonNode rest = server(statement);
    if (!rest.path("interaction").findValuesAsText("code").contains("transaction")) {
      return Optional.of(
          "rtl.fhir.server takes no transaction, which is not supported by this sink");
    }
    for (String type : WRITTEN) {
      if (updateCreate(rest, type).equals(Optional.of(false))) {
        return Optional.of(
            "rtl.fhir.server: PUT with our own ids is required, and its CapabilityStatement says no"
                + " to it: updateCreate for "
                + type
                + " is false");
      }
    }
    return Optional.empty();
  }

  /**
   * Whether only a PUT can tell if the server takes our own ids, and a PUT of a Device can: it has
   * the type, and does not say updateCreate, as no HAPI server does.
   */
  static boolean needProbe(FhirReply reply) {
    JsonNode rest = server(reply.json());
    return WRITTEN.stream().anyMatch(type -> updateCreate(rest, type).isEmpty())
        && rest.path("resource").findValuesAsText("type").contains("Device");
  }

  private static JsonNode server(JsonNode statement) {
    for (JsonNode rest : statement.path("rest")) {
      if (rest.path("mode").asText().equals("server")) {
        return rest;
      }
    }
    return FhirJson.MAPPER.missingNode();
  }

  /** The statement about a resource type; empty if there is none. */
  private static Optional<Boolean> updateCreate(JsonNode rest, String type) {
    for (JsonNode resource : rest.path("resource")) {
      if (resource.path("type").asText().equals(type) && resource.has("updateCreate")) {
        return Optional.of(resource.path("updateCreate").asBoolean());
      }
    }
    return Optional.empty();
  }
}
