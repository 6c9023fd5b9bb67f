package org.radiologytrust.publish.resources;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.radiologytrust.model.Audit;
import org.radiologytrust.publish.fhir.Div;
import org.radiologytrust.publish.fhir.Fhir;
import org.radiologytrust.publish.fhir.NarrativeHead;
import org.radiologytrust.review.Decided;
import org.radiologytrust.review.Decision;
import org.radiologytrust.review.Problem;

/**
 * The elements of an Observation that decisions set: status, issued, components and the head of the
 * narrative. {@link DecisionMerge} puts them into the whole Observation.
 */
final class DecidedElements {
  private final Audit audit;
  private final Decided decided;
  private final Decision newest;
  private final Set<String> open;
  private final String textSha256;
  private final Map<UUID, List<Problem>> problems = new HashMap<>();

  DecidedElements(Audit audit, Decided decided, Decision newest) {
    this.audit = audit;
    this.decided = decided;
    this.newest = newest;
    this.textSha256 = audit.report().textSha256();
    this.open = decided.open().stream().map(Problem::key).collect(Collectors.toSet());
    ProblemObservations places = new ProblemObservations(audit);
    for (Problem problem : decided.all()) {
      places
          .of(problem)
          .forEach(id -> problems.computeIfAbsent(id, i -> new ArrayList<>()).add(problem));
    }
  }

  /**
   * @param id of the Observation. A claim or finding is final when each of its problems has a
   *     decision, the summary when each problem of the audit has one
   */
  Observation of(UUID id) {
    List<Problem> own = problems.getOrDefault(id, List.of());
    List<Problem> told = id.equals(audit.runId()) ? decided.all() : own;
    boolean verified = told.stream().map(Problem::key).noneMatch(open::contains);
    Observation elements = new Observation();
    elements.setId(id.toString());
    elements.setStatus(verified ? ObservationStatus.FINAL : ObservationStatus.PRELIMINARY);
    elements.setIssuedElement(Fhir.instant(issued()));
    Components components = new Components(elements, textSha256);
    own.forEach(
        problem ->
            decided
                .standing(problem.key())
                .ifPresent(decision -> components.decision(problem.key(), decision)));
    Div div = new Div(NarrativeHead.opening(AuditVersion.byRules(audit), verified));
    told.forEach(
        problem ->
            shown(problem)
                .ifPresent(decision -> div.decision(DecisionWords.told(problem, decision))));
    elements.setText(div.done());
    return elements;
  }

  /** A decision that the engine carried on is older than the audit that it is about. */
  private Instant issued() {
    Instant ended = audit.ended();
    return ended == null || newest.at().isAfter(ended) ? newest.at() : ended;
  }

  /** The decision that stands; where none does, the undo that took the last one back. */
  private Optional<Decision> shown(Problem problem) {
    return decided.standing(problem.key()).or(() -> decided.newest(problem.key()));
  }
}
