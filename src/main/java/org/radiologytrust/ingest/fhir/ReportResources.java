package org.radiologytrust.ingest.fhir;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A report with the resources that were sent with it, in its Bundle or contained.
 *
 * @param report the DiagnosticReport, or one that was made from a Composition
 * @param fullUrl the fullUrl of its entry; empty outside a Bundle
 * @param entries the entries of the Bundle; none outside a Bundle
 * @param composition the Composition of the report; null if there is none
 * @param isDocument whether the Composition is that of a document
 * @param only whether the message has no other report
 */
record ReportResources(
    DiagnosticReport report,
    String fullUrl,
    MessageEntries entries,
    @Nullable Composition composition,
    boolean isDocument,
    boolean only) {
  private static final int MAX_ENTRIES = 1000;

  static ReportResources of(DiagnosticReport report) {
    return new ReportResources(report, "", MessageEntries.NONE, null, false, true);
  }

  /**
   * The reports of a Bundle.
   *
   * @return one or more
   */
  static List<ReportResources> of(Bundle bundle) throws FhirRefusedException {
    if (bundle.getEntry().size() > MAX_ENTRIES) {
      throw FhirRefusedException.element(
          "Bundle.entry", "more than " + MAX_ENTRIES + " entries; send fewer");
    }
    List<BundleEntryComponent> reports = new ArrayList<>();
    for (BundleEntryComponent entry : bundle.getEntry()) {
      if (entry.hasRequest()
          && entry.getRequest().getMethod() != Bundle.HTTPVerb.POST
          && entry.getRequest().getMethod() != Bundle.HTTPVerb.PUT) {
        throw FhirRefusedException.element(
            "Bundle.entry.request.method", "only POST and PUT are supported");
      }
      if (entry.getResource() instanceof DiagnosticReport) {
        reports.add(entry);
      }
    }
    MessageEntries entries = new MessageEntries(bundle.getEntry());
    boolean document = bundle.getType() == Bundle.BundleType.DOCUMENT;
    if (reports.isEmpty()) {
      return List.of(composed(bundle, entries, document));
    }
    List<ReportResources> all = new ArrayList<>();
    boolean only = reports.size() == 1;
    for (BundleEntryComponent entry : reports) {
      DiagnosticReport report = (DiagnosticReport) entry.getResource();
      String url = entry.hasFullUrl() ? entry.getFullUrl() : "";
      ReportResources contents = new ReportResources(report, url, entries, null, false, only);
      Composition composition = contents.compositionOf();
      all.add(
          new ReportResources(
              report, url, entries, composition, document && composition != null, only));
    }
    return all;
  }

  private static ReportResources composed(Bundle bundle, MessageEntries entries, boolean document)
      throws FhirRefusedException {
    BundleEntryComponent first = bundle.getEntryFirstRep();
    if (document && first.getResource() instanceof Composition composition) {
      return new ReportResources(
          ComposedReport.of(composition, bundle),
          first.hasFullUrl() ? first.getFullUrl() : "",
          entries,
          composition,
          true,
          true);
    }
    throw FhirRefusedException.element(
        "Bundle.entry", "no DiagnosticReport; send the report in the Bundle");
  }

  /**
   * The Composition that the report names, or that names the report; of a message with one report
   * also a Composition that is the only one. Null if there is none.
   */
  private @Nullable Composition compositionOf() throws FhirRefusedException {
    for (Extension extension : report.getExtension()) {
      if (extension.getUrl().endsWith("DiagnosticReport.composition")
          && extension.getValue() instanceof Reference reference
          && resolve(reference) instanceof Composition composition) {
        return composition;
      }
    }
    List<Composition> all = new ArrayList<>();
    for (BundleEntryComponent entry : entries) {
      if (entry.getResource() instanceof Composition composition) {
        all.add(composition);
        if (names(composition.getSection())) {
          return composition;
        }
      }
    }
    return only && all.size() == 1 ? all.get(0) : null;
  }

  private boolean names(List<Composition.SectionComponent> sections) throws FhirRefusedException {
    for (Composition.SectionComponent section : sections) {
      for (Reference entry : section.getEntry()) {
        if (resolve(entry) == report) {
          return true;
        }
      }
      if (names(section.getSection())) {
        return true;
      }
    }
    return false;
  }

  /** Whether it is the report itself or its Composition. */
  boolean isReport(@Nullable Resource resource) {
    return resource != null && (resource == report || resource == composition);
  }

  /**
   * The path of a resource of this message, such as {@code Bundle.entry[2].resource}; its type if
   * it is none.
   */
  String path(Resource resource) {
    int entry = entries.indexOf(resource);
    if (entry >= 0) {
      return "Bundle.entry[" + entry + "].resource";
    }
    for (int i = 0; i < report.getContained().size(); i++) {
      if (report.getContained().get(i) == resource) {
        return path(report) + ".contained[" + i + "]";
      }
    }
    return resource.fhirType();
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
      candidates.addAll(entries.find(to, fullUrl));
    }
    if (candidates.size() > 1) {
      throw FhirRefusedException.element(
          "Reference.reference", "two resources have the same id; give each its own id");
    }
    return candidates.isEmpty() ? null : candidates.get(0);
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
