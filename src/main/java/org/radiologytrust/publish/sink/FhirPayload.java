package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.radiologytrust.publish.fhir.DeliveryProblem;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * A transaction Bundle as a JSON tree. Only references and If-Match are ever changed.
 *
 * @param bundle the whole Bundle
 * @param entries its entries, in order
 */
record FhirPayload(ObjectNode bundle, List<FhirEntry> entries) {
  private static final Set<String> NEVER_WRITTEN = Set.of("Patient", "DiagnosticReport");

  /**
   * @throws DeliveryProblem NEVER for anything but a transaction of PUTs with our own ids
   */
  static FhirPayload parse(String json) throws DeliveryProblem {
    JsonNode tree;
    try {
      tree = FhirJson.MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new DeliveryProblem(Kind.NEVER, "the stored Bundle is not JSON");
    }
    if (!tree.path("resourceType").asText().equals("Bundle")
        || !tree.path("type").asText().equals("transaction")
        || tree.path("entry").isEmpty()) {
      throw new DeliveryProblem(Kind.NEVER, "the stored Bundle is no transaction with entries");
    }
    List<FhirEntry> entries = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    for (JsonNode node : tree.path("entry")) {
      FhirEntry entry = FhirEntry.of(node);
      if (!entry.isOwnPut() || NEVER_WRITTEN.contains(entry.type()) || !keys.add(entry.key())) {
        throw new DeliveryProblem(
            Kind.NEVER,
            "Bundle.entry["
                + entries.size()
                + "]: each entry must PUT a resource of our own, once");
      }
      entries.add(entry);
    }
    return new FhirPayload((ObjectNode) tree, List.copyOf(entries));
  }

  String json() {
    return FhirJson.write(bundle);
  }

  /** The same Bundle with only some of its entries. */
  String json(List<FhirEntry> some) {
    ObjectNode part = bundle.deepCopy();
    var array = part.putArray("entry");
    some.forEach(entry -> array.add(entry.node()));
    return FhirJson.write(part);
  }
}
