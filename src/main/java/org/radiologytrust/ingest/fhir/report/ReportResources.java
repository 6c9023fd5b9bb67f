package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;

/**
 * A report with the resources that were sent with it, in its Bundle or contained.
 *
 * @param report the DiagnosticReport, or one that was made from a Composition
 * @param fullUrl the fullUrl of its entry; empty outside a Bundle
 * @param entries the entries of the Bundle; none outside a Bundle
 * @param contained the resources contained in the report and the entries
 * @param composition the Composition of the report; null if there is none
 * @param isDocument whether the Composition is that of a document
 * @param only whether the message has no other report
 */
record ReportResources(
    DiagnosticReport report,
    String fullUrl,
    MessageEntries entries,
    ContainedResources contained,
    @Nullable Composition composition,
    boolean isDocument,
    boolean only) {
  private static final int MAX_ENTRIES = 1000;

  static ReportResources of(DiagnosticReport report) {
    ContainedResources contained = new ContainedResources(List.of(report));
    return new ReportResources(report, "", MessageEntries.NONE, contained, null, false, true);
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
    ContainedResources contained = new ContainedResources(entries.resources());
    List<ReportResources> all = new ArrayList<>();
    boolean only = reports.size() == 1;
    for (BundleEntryComponent entry : reports) {
      DiagnosticReport report = (DiagnosticReport) entry.getResource();
      String url = entry.hasFullUrl() ? entry.getFullUrl() : "";
      ReportResources contents =
          new ReportResources(report, url, entries, contained, null, false, only);
      Composition composition = contents.compositionOf(document);
      boolean isDocument = document && composition != null;
      all.add(new ReportResources(report, url, entries, contained, composition, isDocument, only));
    }
    return all;
  }

  private static ReportResources composed(Bundle bundle, MessageEntries entries, boolean document)
      throws FhirRefusedException {
    BundleEntryComponent first = bundle.getEntryFirstRep();
    if (document && first.getResource() instanceof Composition composition) {
      DiagnosticReport report = ComposedReport.of(composition, bundle);
      List<Resource> containers = new ArrayList<>(entries.resources());
      containers.add(report);
      return new ReportResources(
          report,
          first.hasFullUrl() ? first.getFullUrl() : "",
          entries,
          new ContainedResources(containers),
          composition,
          true,
          true);
    }
    throw FhirRefusedException.element(
        "Bundle.entry", "no DiagnosticReport; send the report in the Bundle");
  }

  /**
   * The Composition that the report names, or that names the report; of a message with one report
   * also a Composition that is the only one, unless it is about another patient. Null if there is
   * none.
   *
   * @param document whether the message is a document, which has one Composition
   */
  private @Nullable Composition compositionOf(boolean document) throws FhirRefusedException {
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
        if (reportsIn(composition).contains(report)) {
          return composition;
        }
      }
    }
    return only && all.size() == 1 && (document || ReportPatient.mayBeOf(all.get(0), this))
        ? all.get(0)
        : null;
  }

  /** The reports of this message that a Composition names. */
  private List<Resource> reportsIn(Composition composition) throws FhirRefusedException {
    List<Resource> reports = new ArrayList<>();
    for (Reference entry : entries(composition.getSection())) {
      if (resolve(entry, composition) instanceof DiagnosticReport named) {
        reports.add(named);
      }
    }
    return reports;
  }

  /** The entries of sections and of those in them, in their order. */
  static List<Reference> entries(List<SectionComponent> sections) {
    List<Reference> entries = new ArrayList<>();
    for (SectionComponent section : sections) {
      entries.addAll(section.getEntry());
      entries.addAll(entries(section.getSection()));
    }
    return entries;
  }

  /** Whether a Composition belongs to another report or patient of the message. */
  boolean isOfAnother(Composition other) throws FhirRefusedException {
    return other != composition
        && (!reportsIn(other).isEmpty() || !ReportPatient.mayBeOf(other, this));
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
    ContainedResources.Place place = contained.place(resource);
    if (place != null) {
      return path(place.container()) + ".contained[" + place.index() + "]";
    }
    return resource.fhirType();
  }

  /** Resolves a reference of the report. */
  @Nullable Resource resolve(Reference reference) throws FhirRefusedException {
    return resolve(reference, report);
  }

  /**
   * Resolves a reference by FHIR's rules for Bundles; null if its target is not in this message.
   * Nothing outside the message is ever fetched.
   *
   * @param from the resource with the reference
   * @throws FhirRefusedException if two resources match
   */
  @Nullable Resource resolve(Reference reference, Resource from) throws FhirRefusedException {
    String to = literal(reference);
    if (to.isEmpty()) {
      return null;
    }
    Resource holder = holder(from);
    Collection<Resource> candidates =
        to.startsWith("#") ? contained.find(to, holder) : entries.find(to, url(holder));
    if (candidates.size() > 1) {
      throw FhirRefusedException.element(
          "Reference.reference", "two resources have the same id; give each its own id");
    }
    return candidates.isEmpty() ? null : candidates.iterator().next();
  }

  /** Whether a resource is contained in another one. */
  boolean isContained(Resource resource) {
    return contained.place(resource) != null;
  }

  /** The resource itself, or the one that contains it. */
  Resource holder(Resource resource) {
    ContainedResources.Place place = contained.place(resource);
    return place == null ? resource : place.container();
  }

  /** The fullUrl of the entry that a resource is in; empty if it has none. */
  String url(Resource resource) {
    Resource holder = holder(resource);
    return holder == report ? fullUrl : entries.url(holder);
  }

  /**
   * Whether a subject may be a Patient: the resource that it leads to is one, or it leads out of
   * the message and no type says otherwise.
   *
   * @param from the resource with the reference
   */
  boolean isPatient(Reference subject, Resource from) throws FhirRefusedException {
    Resource resource = resolve(subject, from);
    String reference = external(subject);
    boolean patient =
        resource == null
            ? reference.isEmpty()
                || reference.startsWith("Patient/")
                || reference.contains("/Patient/")
            : resource instanceof Patient;
    return patient && (!subject.hasType() || "Patient".equals(subject.getType()));
  }

  /** Whether a result is read: nobody took it back, and it is not about a device or a place. */
  boolean isUsed(Observation result) throws FhirRefusedException {
    return !Retraction.of(result) && isPatient(result.getSubject(), result);
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
}
