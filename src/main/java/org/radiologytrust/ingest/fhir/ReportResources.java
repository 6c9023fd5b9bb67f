package org.radiologytrust.ingest.fhir;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A report with the resources that were sent with it, in its Bundle or contained.
 *
 * @param report the only DiagnosticReport
 * @param fullUrl the fullUrl of its entry; empty outside a Bundle
 * @param entries the entries of the Bundle; empty outside a Bundle
 */
record ReportResources(
    DiagnosticReport report, String fullUrl, List<BundleEntryComponent> entries) {
  private static final int MAX_ENTRIES = 1000;

  static ReportResources of(DiagnosticReport report) {
    return new ReportResources(report, "", List.of());
  }

  static ReportResources of(Bundle bundle) throws FhirRefusedException {
    if (bundle.getEntry().size() > MAX_ENTRIES) {
      throw FhirRefusedException.element(
          "Bundle.entry", "more than " + MAX_ENTRIES + " entries; send fewer");
    }
    List<BundleEntryComponent> found = new ArrayList<>();
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.hasRequest()
          && entry.getRequest().getMethod() != Bundle.HTTPVerb.POST
          && entry.getRequest().getMethod() != Bundle.HTTPVerb.PUT) {
        throw FhirRefusedException.element(
            "Bundle.entry.request.method", "only POST and PUT are supported");
      }
      if (entry.getResource() instanceof DiagnosticReport) {
        found.add(entry);
      }
    }
    if (found.size() != 1) {
      throw FhirRefusedException.element(
          "Bundle.entry",
          found.isEmpty()
              ? "no DiagnosticReport; send the report in the Bundle"
              : "more than one DiagnosticReport; send one report per message");
    }
    return new ReportResources(
        (DiagnosticReport) found.get(0).getResource(),
        found.get(0).hasFullUrl() ? found.get(0).getFullUrl() : "",
        List.copyOf(bundle.getEntry()));
  }

  /**
   * Resolves a reference by FHIR's rules for Bundles; null if its target is not in this message.
   * Nothing outside the message is ever fetched.
   *
   * @throws FhirRefusedException if two resources match
   */
  @Nullable Resource resolve(Reference reference) throws FhirRefusedException {
    String to = literal(reference);
    if (to.isEmpty()) {
      return null;
    }
    List<Resource> candidates = new ArrayList<>();
    if (to.startsWith("#")) {
      for (Resource contained : report.getContained()) {
        if (to.substring(1).equals(withoutHash(contained.getIdElement().getIdPart()))) {
          candidates.add(contained);
        }
      }
    } else {
      for (BundleEntryComponent entry : entries) {
        if (entry.hasResource() && names(entry, to)) {
          candidates.add(entry.getResource());
        }
      }
    }
    if (candidates.size() > 1) {
      throw FhirRefusedException.element(
          "Reference.reference", "two resources have the same id; give each its own id");
    }
    return candidates.isEmpty() ? null : candidates.get(0);
  }

  private boolean names(BundleEntryComponent entry, String to) {
    String url = entry.hasFullUrl() ? entry.getFullUrl() : "";
    if (url.equals(to)) {
      return true;
    }
    boolean relative = !to.contains(":");
    String base = base(fullUrl);
    if (relative && !base.isEmpty() && base.equals(base(url))) {
      return url.equals(base + to);
    }
    Resource resource = entry.getResource();
    return relative
        && base.isEmpty()
        && resource.hasIdElement()
        && to.equals(resource.fhirType() + "/" + resource.getIdElement().getIdPart());
  }

  /**
   * The base URL, e.g. {@code http://host/fhir/} of {@code http://host/fhir/Patient/1}; empty for a
   * URN.
   */
  private static String base(String url) {
    if (!url.startsWith("http")) {
      return "";
    }
    int id = url.lastIndexOf('/');
    return url.substring(0, url.lastIndexOf('/', id - 1) + 1);
  }

  /** The reference without version; empty if it is logical or a search. */
  static String literal(Reference reference) {
    String to = reference.hasReference() ? reference.getReference().strip() : "";
    int history = to.indexOf("/_history/");
    return to.contains("?") ? "" : history < 0 ? to : to.substring(0, history);
  }

  /** The reference if it is valid outside this message; otherwise empty. */
  static String external(Reference reference) {
    String to = literal(reference);
    return to.startsWith("#") || to.startsWith("urn:") ? "" : to;
  }

  private static @Nullable String withoutHash(@Nullable String id) {
    return id != null && id.startsWith("#") ? id.substring(1) : id;
  }
}
