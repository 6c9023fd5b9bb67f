package org.radiologytrust.ingest.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.report.Submission;
import org.radiologytrust.journal.inbox.SearchKeys;

/** Reads of a message that is no report the numbers by which an operator would look for it. */
final class NamedIds {
  private NamedIds() {}

  /**
   * @param submission null if the message could not be read
   */
  static SearchKeys of(@Nullable Submission submission) {
    if (submission == null) {
      return SearchKeys.NONE;
    }
    List<String> numbers = new ArrayList<>();
    List<String> patients = new ArrayList<>();
    resources(submission)
        .forEach(
            resource -> {
              if (resource instanceof DiagnosticReport report) {
                numbers.addAll(values(report.getIdentifier()));
                patients.addAll(values(List.of(report.getSubject().getIdentifier())));
              } else if (resource instanceof ServiceRequest order) {
                numbers.addAll(values(order.getIdentifier()));
              } else if (resource instanceof ImagingStudy study) {
                numbers.addAll(values(study.getIdentifier()));
              } else if (resource instanceof Patient patient) {
                patients.addAll(values(patient.getIdentifier()));
              }
            });
    return new SearchKeys(numbers, patients);
  }

  private static Stream<Resource> resources(Submission submission) {
    Stream<Resource> inside =
        submission.bundle() == null
            ? Stream.of()
            : submission.bundle().getEntry().stream().map(BundleEntryComponent::getResource);
    return Stream.concat(Stream.of(submission.resource()), inside);
  }

  private static List<String> values(List<Identifier> identifiers) {
    return identifiers.stream().filter(Identifier::hasValue).map(Identifier::getValue).toList();
  }
}
