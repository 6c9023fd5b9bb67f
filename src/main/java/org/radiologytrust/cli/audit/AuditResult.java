package org.radiologytrust.cli.audit;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.review.Problem;

/**
 * A finished audit.
 *
 * @param bundle that is published
 * @param problems what a person has to look at, the heaviest first: what counts, then the critical
 *     questions
 */
record AuditResult(Bundle bundle, List<Problem> problems) {
  AuditResult {
    problems = List.copyOf(problems);
  }

  /** The report-audit Observation. */
  Observation summary() {
    return all("report-audit").stream().findFirst().orElseThrow();
  }

  /** The claim-audit Observations. */
  List<Observation> claims() {
    return all("claim-audit");
  }

  /** False when the report is not auditable; its summary says why. */
  boolean auditable() {
    return summary().getStatus() != Observation.ObservationStatus.CANCELLED;
  }

  /** Whether at least one claim has the label needs_review. */
  boolean needsReview() {
    return claims().stream()
        .filter(Observation::hasValueCodeableConcept)
        .anyMatch(
            c -> c.getValueCodeableConcept().getCodingFirstRep().getCode().equals("needs_review"));
  }

  /** The score; {@code null} where the audit has none. */
  @Nullable Integer score() {
    return summary().hasValueQuantity()
        ? ((Quantity) summary().getValue()).getValue().intValue()
        : null;
  }

  /** low, medium or high; empty where the audit has none. */
  String severity() {
    return ObservationParts.values(summary(), "severity")
        .map(v -> ((CodeableConcept) v).getCodingFirstRep().getCode())
        .findFirst()
        .orElse("");
  }

  private List<Observation> all(String code) {
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Observation.class::isInstance)
        .map(Observation.class::cast)
        .filter(o -> o.getCode().getCodingFirstRep().getCode().equals(code))
        .toList();
  }
}
