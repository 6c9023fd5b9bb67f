package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.publish.fhir.StoredResources;
import org.radiologytrust.publish.fhir.Transaction;

/**
 * An audit's Bundle and resources, built before the commit. Within the commit only the Observations
 * that the audit supersedes are built again, on what is stored then: a person may have decided
 * about them meanwhile.
 */
public final class AuditPublication implements JobQueue.Publishing {
  private final StoredResources stored;
  private final List<StoredResource> resources;

  /** The Observations that the audit supersedes, by their place in the Bundle. */
  private final Map<Integer, ObjectNode> superseded = new LinkedHashMap<>();

  private final Reviews.Publisher decisions;

  /**
   * @param resources in the order of the Bundle's entries
   * @param decisions publishes what the engine follows from decisions about earlier audits
   */
  public AuditPublication(
      StoredResources stored, List<StoredResource> resources, Reviews.Publisher decisions) {
    this.decisions = decisions;
    this.stored = stored;
    this.resources = List.copyOf(resources);
    for (int i = 0; i < resources.size(); i++) {
      ObjectNode resource = (ObjectNode) FhirJson.read(resources.get(i).json());
      if (FhirEntry.supersedes(resource)) {
        superseded.put(i, resource);
      }
    }
  }

  @Override
  public Reviews.Publisher decisions() {
    return decisions;
  }

  @Override
  public Publication publish(BiFunction<String, String, Optional<StoredResource>> now) {
    List<StoredResource> all = new ArrayList<>(resources);
    superseded.forEach(
        (place, wanted) -> {
          StoredResource ours = resources.get(place);
          now.apply(ours.type(), ours.id())
              .map(before -> (ObjectNode) FhirJson.read(before.json()))
              .map(before -> stored.of(FhirWithdrawal.withdrawn(before, wanted)))
              .ifPresent(withdrawn -> all.set(place, withdrawn));
        });
    return new Publication(Transaction.json(all), all);
  }
}
