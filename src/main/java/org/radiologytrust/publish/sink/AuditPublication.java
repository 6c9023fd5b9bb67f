package org.radiologytrust.publish.sink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
  /**
   * What sinks get.
   *
   * @param resources in the order of the Bundle's entries
   * @param supersedes whether some of them are those of earlier audits
   */
  public record Sent(List<StoredResource> resources, boolean supersedes) {}

  private final StoredResources stored;
  private final Sent sent;
  private final List<StoredResource> unsent;
  private final Set<UUID> unknown;
  private final Reviews.Publisher decisions;

  /**
   * @param unsent superseded Observations that are in no Bundle, because no sink has them
   * @param unknown the runs that these are of
   * @param decisions publishes what the engine follows from decisions about earlier audits
   */
  public AuditPublication(
      StoredResources stored,
      Sent sent,
      List<StoredResource> unsent,
      Set<UUID> unknown,
      Reviews.Publisher decisions) {
    this.stored = stored;
    this.sent = sent;
    this.unsent = List.copyOf(unsent);
    this.unknown = Set.copyOf(unknown);
    this.decisions = decisions;
  }

  @Override
  public Reviews.Publisher decisions() {
    return decisions;
  }

  @Override
  public Set<UUID> unknown() {
    return unknown;
  }

  @Override
  public Publication publish(BiFunction<String, String, Optional<StoredResource>> now) {
    List<StoredResource> all = new ArrayList<>();
    for (StoredResource one : sent.resources()) {
      all.add(sent.supersedes() ? current(now, one) : one);
    }
    String json = Transaction.json(all);
    unsent.forEach(one -> all.add(current(now, one)));
    return new Publication(json, all);
  }

  /** A superseded Observation as it is stored, with the withdrawal; any other as it was built. */
  private StoredResource current(
      BiFunction<String, String, Optional<StoredResource>> now, StoredResource one) {
    ObjectNode wanted = (ObjectNode) FhirJson.read(one.json());
    if (!FhirEntry.supersedes(wanted)) {
      return one;
    }
    return now.apply(one.type(), one.id())
        .map(before -> FhirWithdrawal.withdrawn((ObjectNode) FhirJson.read(before.json()), wanted))
        .filter(withdrawn -> !withdrawn.equals(wanted))
        .map(stored::of)
        .orElse(one);
  }
}
