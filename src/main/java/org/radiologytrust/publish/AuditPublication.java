package org.radiologytrust.publish;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hl7.fhir.r4.model.Observation;
import org.radiologytrust.journal.JobQueue;
import org.radiologytrust.journal.Reviews.Publication;
import org.radiologytrust.journal.StoredResource;

/**
 * An audit's Bundle and resources, built before the commit. Within the commit only the Observations
 * that the audit supersedes are built again, on what is stored then: a person may have decided
 * about them meanwhile.
 */
final class AuditPublication implements JobQueue.Publishing {
  private final FhirContext context;
  private final StoredResources stored;
  private final Publication built;
  private final ObjectNode bundle;

  /**
   * @param built with the resources in the order of the Bundle's entries
   */
  AuditPublication(FhirContext context, StoredResources stored, Publication built) {
    this.context = context;
    this.stored = stored;
    this.built = built;
    this.bundle = (ObjectNode) FhirJson.read(built.bundle());
  }

  @Override
  public Publication publish(BiFunction<String, String, Optional<StoredResource>> now) {
    ObjectNode changing = bundle.deepCopy();
    List<StoredResource> resources = new ArrayList<>(built.resources());
    boolean changed = false;
    for (int i = 0; i < resources.size(); i++) {
      FhirEntry entry = FhirEntry.of(changing.path("entry").path(i));
      Optional<StoredResource> before =
          entry.supersedes() ? now.apply(entry.type(), entry.id()) : Optional.empty();
      if (before.isPresent()) {
        ObjectNode withdrawn =
            FhirWithdrawal.withdrawn(
                (ObjectNode) FhirJson.read(before.get().json()), (ObjectNode) entry.resource());
        entry.node().set("resource", withdrawn);
        resources.set(i, stored(withdrawn));
        changed = true;
      }
    }
    return changed ? new Publication(FhirJson.write(changing), resources) : built;
  }

  private StoredResource stored(ObjectNode observation) {
    return stored
        .of(
            List.of(
                context
                    .newJsonParser()
                    .parseResource(Observation.class, FhirJson.write(observation))))
        .get(0);
  }
}
