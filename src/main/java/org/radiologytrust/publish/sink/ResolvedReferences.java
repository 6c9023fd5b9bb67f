package org.radiologytrust.publish.sink;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import org.radiologytrust.journal.results.ResourceStore;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.publish.fhir.FhirReference;
import org.radiologytrust.publish.fhir.StoredResources;

/** Adds the FHIR server's ids of patient and report to our stored copies. */
public final class ResolvedReferences {
  private final ResourceStore shelf;
  private final StoredResources stored;

  /**
   * @param context for R4
   */
  public ResolvedReferences(ResourceStore shelf, FhirContext context) {
    this.shelf = shelf;
    this.stored = new StoredResources(context);
  }

  /** Stores the ids of a sent payload. From then on /fhir returns and finds them. */
  void store(FhirPayload sent) {
    Map<String, JsonNode> resources = new HashMap<>();
    sent.entries().forEach(entry -> resources.put(entry.key(), entry.resource()));
    shelf.change(
        sent.entries().stream()
            .map(entry -> new ResourceStore.Key(entry.type(), entry.id()))
            .toList(),
        resource -> linked(resource, resources.get(resource.type() + "/" + resource.id())));
  }

  /** Whether our copies have the ids of a payload already. */
  boolean has(FhirPayload payload) {
    return payload.entries().stream()
        .allMatch(
            entry ->
                shelf
                    .read(entry.type(), entry.id())
                    .map(copy -> FhirJson.read(copy.resource().json()))
                    .filter(copy -> FhirReference.relink(copy, entry.resource()))
                    .isEmpty());
  }

  private StoredResource linked(StoredResource resource, JsonNode sent) {
    ObjectNode own = (ObjectNode) FhirJson.read(resource.json());
    if (!FhirReference.relink(own, sent)) {
      return resource;
    }
    return stored.of(own);
  }
}
