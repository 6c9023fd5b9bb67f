package org.radiologytrust.ingest.fhir;

import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;

/**
 * What the path of a request says about its body: {@code /fhir} takes a Bundle or a report, {@code
 * /fhir/DiagnosticReport} a report, {@code /fhir/DiagnosticReport/ID} the report with that id.
 *
 * @param bundles whether a Bundle is allowed here
 * @param id the id that the report must have; empty if the path names none
 */
record RequestTarget(boolean bundles, Optional<String> id) {
  private static final String REPORTS = "/fhir/DiagnosticReport";

  static RequestTarget of(String path) {
    if (path.startsWith(REPORTS + "/")) {
      return new RequestTarget(false, Optional.of(path.substring(REPORTS.length() + 1)));
    }
    return new RequestTarget(!path.equals(REPORTS), Optional.empty());
  }

  /** Why this resource must be sent to another path; empty if it may be sent here. */
  Optional<FhirRefusedException> refusal(Resource resource) {
    if (resource instanceof Bundle) {
      return bundles
          ? Optional.empty()
          : Optional.of(
              FhirRefusedException.element(
                  "Bundle", "not accepted here; post the Bundle to the base URL"));
    }
    return id.filter(wanted -> !wanted.equals(resource.getIdElement().getIdPart()))
        .map(
            wanted ->
                FhirRefusedException.path(
                    resource.fhirType() + ".id", "must be the id in the URL; correct one of them"));
  }
}
