package org.radiologytrust.publish.resources;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import org.radiologytrust.journal.results.StoredResource;
import org.radiologytrust.journal.reviews.Reviews;
import org.radiologytrust.model.Audit;
import org.radiologytrust.publish.fhir.CanonicalJson;
import org.radiologytrust.publish.fhir.FhirJson;
import org.radiologytrust.publish.fhir.StoredResources;
import org.radiologytrust.publish.fhir.Transaction;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;

/**
 * Publishes a decision: the Observations that show its problem, then the summary, then a Provenance
 * with the person as verifier. The machine's verdict stays in them.
 */
public final class DecisionPublisher implements Reviews.Publisher {
  private final CanonicalJson json;
  private final StoredResources resources;
  private final DecisionProvenance provenances;

  /**
   * @param context for R4
   * @param aiLabel as in {@link AuditBundle}
   */
  public DecisionPublisher(FhirContext context, boolean aiLabel) {
    this.json = new CanonicalJson(context);
    this.resources = new StoredResources(context);
    this.provenances = new DecisionProvenance(aiLabel);
  }

  /**
   * @throws IllegalArgumentException if there is no decision, or it is about no problem of the
   *     audit
   * @throws IllegalStateException if the audit's summary is not stored
   */
  @Override
  public Reviews.Publication publish(
      Audit audit,
      List<Decision> decisions,
      BiFunction<String, String, Optional<StoredResource>> stored) {
    Decided decided = Decided.of(audit, decisions);
    Decision newest =
        decided.decisions().stream()
            .reduce((first, second) -> second)
            .orElseThrow(() -> new IllegalArgumentException("no decision about this audit"));
    Problem problem =
        decided
            .find(newest.problem())
            .orElseThrow(() -> new IllegalArgumentException("the audit has no such problem"));
    Set<UUID> changed = new LinkedHashSet<>(new ProblemObservations(audit).of(problem));
    changed.remove(audit.runId());
    changed.add(audit.runId());
    DecidedElements elements = new DecidedElements(audit, decided, newest);
    List<ObjectNode> all = new ArrayList<>();
    List<UUID> targets = new ArrayList<>();
    for (UUID id : changed) {
      Optional<StoredResource> now = stored.apply("Observation", id.toString());
      if (now.isPresent()) {
        ObjectNode current = (ObjectNode) FhirJson.read(now.get().json());
        all.add(DecisionMerge.merge(current, json.tree(elements.of(id)), true));
        targets.add(id);
      }
    }
    if (!targets.contains(audit.runId())) {
      throw new IllegalStateException("the summary of audit " + audit.runId() + " is not stored");
    }
    all.add(json.tree(provenances.of(audit, problem, newest, targets)));
    List<StoredResource> written = all.stream().map(resources::of).toList();
    return new Reviews.Publication(Transaction.json(written), written);
  }
}
