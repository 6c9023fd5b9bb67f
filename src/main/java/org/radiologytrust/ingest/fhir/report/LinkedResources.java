package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;

/**
 * The resources of a message that a report is linked with, directly or through others: results and
 * their members, what they are derived from, documents, the Composition and the entries of its
 * sections, and the orders, specimens and encounters of all these. Those of other reports in the
 * message are not among them.
 */
final class LinkedResources {
  /** Elements that refer to what a resource is made of, and to what it was made for. */
  private static final List<String> FOLLOWED =
      List.of("result", "hasMember", "derivedFrom", "basedOn", "partOf", "specimen", "encounter");

  private final ReportResources contents;
  private final Set<Resource> found = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Resource> open = new ArrayDeque<>();
  private final List<Resource> standing = new ArrayList<>();
  private final List<Resource> retracted = new ArrayList<>();

  private LinkedResources(ReportResources contents) {
    this.contents = contents;
  }

  /**
   * Finds the resources.
   *
   * @throws FhirRefusedException if two resources have the id of a reference
   */
  static LinkedResources of(ReportResources contents) throws FhirRefusedException {
    LinkedResources linked = new LinkedResources(contents);
    linked.found.add(contents.report());
    linked.follow(contents.report());
    linked.add(contents.composition());
    for (LinkedDocuments.Linked document : LinkedDocuments.of(contents)) {
      linked.add(document.resource());
    }
    while (!linked.open.isEmpty()) {
      linked.follow(linked.open.remove());
    }
    return linked;
  }

  /** Those that stand, each once. */
  List<Resource> standing() {
    return standing;
  }

  /** Those that were retracted, each once. Nothing is linked through them. */
  List<Resource> retracted() {
    return retracted;
  }

  private void add(@Nullable Resource resource) {
    if (resource == null || resource instanceof DiagnosticReport || !found.add(resource)) {
      return;
    }
    if (Retraction.of(resource)) {
      retracted.add(resource);
    } else {
      standing.add(resource);
      open.add(resource);
    }
  }

  private void follow(Resource resource) throws FhirRefusedException {
    for (Reference reference : references(resource)) {
      add(contents.resolve(reference, resource));
    }
  }

  private static List<Reference> references(Resource resource) {
    List<Reference> references = new ArrayList<>();
    for (String element : FOLLOWED) {
      Property property = resource.getNamedProperty(element);
      if (property != null) {
        property.getValues().stream()
            .filter(Reference.class::isInstance)
            .forEach(value -> references.add((Reference) value));
      }
    }
    if (resource instanceof DiagnosticReport report) {
      attachments(references, report.getPresentedForm());
    } else if (resource instanceof Composition composition) {
      references.addAll(ReportResources.entries(composition.getSection()));
    } else if (resource instanceof DocumentReference document) {
      references.addAll(document.getContext().getEncounter());
      references.addAll(document.getContext().getRelated());
      document.getContent().forEach(c -> attachments(references, List.of(c.getAttachment())));
    } else if (resource instanceof Media media) {
      attachments(references, List.of(media.getContent()));
    }
    return references;
  }

  private static void attachments(List<Reference> references, List<Attachment> attachments) {
    attachments.forEach(attachment -> references.add(new Reference(attachment.getUrl())));
  }
}
