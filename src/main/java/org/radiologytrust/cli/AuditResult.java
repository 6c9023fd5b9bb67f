package org.radiologytrust.cli;

import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Quantity;

/** An audit as it is published. */
record AuditResult(Bundle bundle) {
  /** The report-audit Observation. */
  Observation summary() {
    return all("report-audit").stream().findFirst().orElseThrow();
  }

  /** The claim-audit Observations. */
  List<Observation> claims() {
    return all("claim-audit");
  }

  /** False when no audit came out of it: its summary says why. */
  boolean auditable() {
    return summary().getStatus() != Observation.ObservationStatus.CANCELLED;
  }

  /** {@code null} where there is none. */
  Integer score() {
    return summary().hasValueQuantity()
        ? ((Quantity) summary().getValue()).getValue().intValue()
        : null;
  }

  /** low, medium, high, or empty. */
  String severity() {
    return AuditTable.values(summary(), "severity")
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
