package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** The entries of a Bundle, found by reference. */
final class MessageEntries implements Iterable<BundleEntryComponent> {
  /** Those of a message that is no Bundle. */
  static final MessageEntries NONE = new MessageEntries(List.of());

  private final List<BundleEntryComponent> entries;
  private final Map<String, List<Resource>> byUrl = new HashMap<>();
  private final Map<String, List<Resource>> byKey = new HashMap<>();
  private final Map<Resource, Integer> places = new IdentityHashMap<>();
  private final Set<Resource> unlinked;

  MessageEntries(List<BundleEntryComponent> entries) {
    this.entries = List.copyOf(entries);
    for (int i = 0; i < entries.size(); i++) {
      BundleEntryComponent entry = entries.get(i);
      Resource resource = entry.getResource();
      if (resource != null) {
        places.putIfAbsent(resource, i);
        named(byUrl, url(entry), resource);
        String id = resource.getIdElement().getIdPart();
        named(byKey, id == null ? "" : resource.fhirType() + "/" + id, resource);
      }
    }
    this.unlinked = findUnlinked();
  }

  private static void named(Map<String, List<Resource>> names, String name, Resource resource) {
    if (!name.isEmpty()) {
      names.computeIfAbsent(name, n -> new ArrayList<>(1)).add(resource);
    }
  }

  private static String url(BundleEntryComponent entry) {
    return entry.hasFullUrl() ? entry.getFullUrl() : "";
  }

  @Override
  public Iterator<BundleEntryComponent> iterator() {
    return entries.iterator();
  }

  /** The resources of the entries. */
  Set<Resource> resources() {
    return places.keySet();
  }

  /** The fullUrl of a resource's entry; empty if it has none. */
  String url(Resource resource) {
    int entry = indexOf(resource);
    return entry < 0 ? "" : url(entries.get(entry));
  }

  /** The place of a resource, from 0; -1 if it has no entry. */
  int indexOf(Resource resource) {
    return places.getOrDefault(resource, -1);
  }

  /**
   * The resources that a reference means, by FHIR's rules for Bundles.
   *
   * @param to without version
   * @param fullUrl that of the entry with the reference; empty if it has none
   */
  Set<Resource> find(String to, String fullUrl) {
    Set<Resource> found = new LinkedHashSet<>(byUrl.getOrDefault(to, List.of()));
    if (!to.contains(":")) {
      String base = base(fullUrl);
      found.addAll(
          base.isEmpty()
              ? byKey.getOrDefault(to, List.of())
              : byUrl.getOrDefault(base + to, List.of()));
    }
    return found;
  }

  /**
   * The base URL, e.g. {@code http://host/fhir/} of {@code http://host/fhir/Patient/1}; empty for a
   * URN.
   */
  static String base(String url) {
    if (!url.startsWith("http")) {
      return "";
    }
    int id = url.lastIndexOf('/');
    return url.substring(0, url.lastIndexOf('/', id - 1) + 1);
  }

  /** Whether it is a document to which no report, Composition or other document refers. */
  boolean isUnlinked(Resource resource) {
    return unlinked.contains(resource);
  }

  private Set<Resource> findUnlinked() {
    Set<Resource> documents = Collections.newSetFromMap(new IdentityHashMap<>());
    for (BundleEntryComponent entry : entries) {
      if (entry.getResource() instanceof DocumentReference
          || entry.getResource() instanceof Binary) {
        documents.add(entry.getResource());
      }
    }
    if (documents.isEmpty()) {
      return documents;
    }
    for (BundleEntryComponent entry : entries) {
      for (Reference reference : references(entry.getResource())) {
        documents.removeAll(find(ReportResources.literal(reference), url(entry)));
      }
      if (entry.getResource() instanceof DocumentReference document
          && document.getContext().getRelated().stream().anyMatch(to -> isReport(to, entry))) {
        documents.remove(document);
      }
    }
    return documents;
  }

  private boolean isReport(Reference to, BundleEntryComponent from) {
    return find(ReportResources.literal(to), url(from)).stream()
        .anyMatch(r -> r instanceof DiagnosticReport || r instanceof Composition);
  }

  /** The references by which a resource may name a document. */
  private static List<Reference> references(Resource resource) {
    List<Reference> references = new ArrayList<>();
    List<Attachment> attachments = new ArrayList<>();
    if (resource instanceof DiagnosticReport report) {
      report.getMedia().forEach(media -> references.add(media.getLink()));
      attachments.addAll(report.getPresentedForm());
    } else if (resource instanceof Composition composition) {
      references.addAll(ReportResources.entries(composition.getSection()));
    } else if (resource instanceof DocumentReference document) {
      document.getContent().forEach(content -> attachments.add(content.getAttachment()));
    } else if (resource instanceof Media media) {
      attachments.add(media.getContent());
    }
    attachments.forEach(attachment -> references.add(new Reference(attachment.getUrl())));
    return references;
  }
}
