package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.journal.reviews.Reviews.Publication;
import org.radiologytrust.journal.work.JobQueue;
import org.radiologytrust.publish.fhir.FhirEntry;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.publish.fhir.StoredResources;

/**
 * An audit's Bundle and resources, built before the commit. Within the commit only the Observations
 * that the audit supersedes are built again, on what is stored then: a person may have decided
 * about them meanwhile.
 */
public final class AuditPublication implements JobQueue.Publishing {
  private final StoredResources stored;
  private final String json;
  private final List<StoredResource> resources;
  private final ObjectNode bundle;
  private final Reviews.Publisher decisions;

  /**
   * @param json the Bundle
   * @param resources in the order of the Bundle's entries
   * @param decisions publishes what the engine follows from decisions about earlier audits
   */
  public AuditPublication(
      StoredResources stored,
      String json,
      List<StoredResource> resources,
      Reviews.Publisher decisions) {
    this.decisions = decisions;
    this.stored = stored;
    this.json = json;
    this.resources = List.copyOf(resources);
    this.bundle = (ObjectNode) FhirJson.read(json);
  }

  @Override
  public Reviews.Publisher decisions() {
    return decisions;
  }

  @Override
  public Publication publish(BiFunction<String, String, Optional<StoredResource>> now) {
    ObjectNode changing = bundle.deepCopy();
    List<StoredResource> changed = new ArrayList<>(resources);
    for (int i = 0; i < resources.size(); i++) {
      FhirEntry entry = FhirEntry.of(changing.path("entry").path(i));
      Optional<StoredResource> before =
          entry.supersedes() ? now.apply(entry.type(), entry.id()) : Optional.empty();
      if (before.isPresent()) {
        ObjectNode withdrawn =
            FhirWithdrawal.withdrawn(
                (ObjectNode) FhirJson.read(before.get().json()), (ObjectNode) entry.resource());
        entry.node().set("resource", withdrawn);
        changed.set(i, stored.of(withdrawn));
      }
    }
    return new Publication(changed.equals(resources) ? json : FhirJson.write(changing), changed);
  }
}
