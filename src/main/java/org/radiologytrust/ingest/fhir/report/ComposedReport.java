package org.radiologytrust.ingest.fhir.report;

import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.CompositionStatus;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;

/** Makes a DiagnosticReport for a document that has none, from its Composition. */
final class ComposedReport {
  private ComposedReport() {}

  /**
   * Makes the report.
   *
   * @param bundle the document; its orders and studies are those of the report
   */
  static DiagnosticReport of(Composition composition, Bundle bundle) throws FhirRefusedException {
    DiagnosticReport report = new DiagnosticReport();
    report.setStatus(status(composition.getStatus()));
    report.setCategory(composition.getCategory());
    report.setCode(composition.getType());
    report.setSubject(composition.getSubject());
    report.setEncounter(composition.getEncounter());
    report.setIssuedElement(issued(composition));
    report.setResultsInterpreter(composition.getAuthor());
    report.setContained(composition.getContained());
    for (BundleEntryComponent entry : bundle.getEntry()) {
      Resource resource = entry.getResource();
      String to = reference(entry);
      if (resource instanceof ServiceRequest && !to.isEmpty()) {
        report.addBasedOn(new Reference(to));
      } else if (resource instanceof ImagingStudy && !to.isEmpty()) {
        report.addImagingStudy(new Reference(to));
      }
    }
    return report;
  }

  private static org.hl7.fhir.r4.model.InstantType issued(Composition composition) {
    return composition.hasDate()
        ? new org.hl7.fhir.r4.model.InstantType(composition.getDate())
        : new org.hl7.fhir.r4.model.InstantType();
  }

  private static String reference(BundleEntryComponent entry) {
    if (entry.hasFullUrl()) {
      return entry.getFullUrl();
    }
    Resource resource = entry.getResource();
    return resource == null || !resource.getIdElement().hasIdPart()
        ? ""
        : resource.fhirType() + "/" + resource.getIdElement().getIdPart();
  }

  private static @Nullable DiagnosticReportStatus status(@Nullable CompositionStatus status) {
    if (status == null) {
      return null;
    }
    return switch (status) {
      case PRELIMINARY -> DiagnosticReportStatus.PRELIMINARY;
      case FINAL -> DiagnosticReportStatus.FINAL;
      case AMENDED -> DiagnosticReportStatus.AMENDED;
      case ENTEREDINERROR -> DiagnosticReportStatus.ENTEREDINERROR;
      default -> null;
    };
  }
}
