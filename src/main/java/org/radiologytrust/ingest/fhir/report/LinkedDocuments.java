package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportMediaComponent;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;

/**
 * Finds the documents of a report beside its presentedForm: those that {@code
 * DiagnosticReport.media} or a section of its Composition refers to, and each DocumentReference
 * whose {@code context.related} is the report or its Composition.
 */
final class LinkedDocuments {
  private final ReportResources contents;
  private final List<Linked> all = new ArrayList<>();
  private final Set<Resource> found = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * A document of the report.
   *
   * @param resource the DocumentReference, Media or Binary
   * @param path of the attachment, or of the Binary
   * @param current false if the document was replaced or entered in error
   */
  record Linked(Resource resource, String path, Attachment attachment, boolean current) {}

  private LinkedDocuments(ReportResources contents) {
    this.contents = contents;
  }

  /**
   * Finds the documents.
   *
   * @return in the order in which the report names them
   * @throws FhirRefusedException if two resources have the id of a reference
   */
  static List<Linked> of(ReportResources contents) throws FhirRefusedException {
    LinkedDocuments documents = new LinkedDocuments(contents);
    for (DiagnosticReportMediaComponent media : contents.report().getMedia()) {
      documents.add(contents.resolve(media.getLink()));
    }
    Composition composition = contents.composition();
    if (composition != null && !Retraction.of(composition)) {
      for (Reference entry : ReportResources.entries(composition.getSection())) {
        documents.add(contents.resolve(entry, composition));
      }
    }
    for (var entry : contents.entries()) {
      if (entry.getResource() instanceof DocumentReference document
          && documents.isRelated(document)) {
        documents.add(document);
      }
    }
    return documents.all;
  }

  private boolean isRelated(DocumentReference document) throws FhirRefusedException {
    for (Reference reference : document.getContext().getRelated()) {
      if (contents.isReport(contents.resolve(reference, document))) {
        return true;
      }
    }
    return false;
  }

  private void add(@Nullable Resource resource) {
    if (resource == null || !found.add(resource)) {
      return;
    }
    String path = contents.path(resource);
    boolean current = !Retraction.of(resource);
    if (resource instanceof DocumentReference document) {
      for (int i = 0; i < document.getContent().size(); i++) {
        Attachment attachment = document.getContent().get(i).getAttachment();
        String place = path + ".content[" + i + "].attachment";
        all.add(new Linked(document, place, attachment, current));
      }
    } else if (resource instanceof Media media && !isPicture(media.getContent())) {
      all.add(new Linked(media, path + ".content", media.getContent(), current));
    } else if (resource instanceof Binary binary) {
      Attachment attachment = new Attachment().setContentType(binary.getContentType());
      all.add(new Linked(binary, path, attachment.setData(binary.getData()), current));
    }
  }

  /** Images, sound and films have no text. */
  private static boolean isPicture(Attachment content) {
    String type = MediaType.of(content.getContentType()).type();
    return content.isEmpty() || type.matches("(image|audio|video)/.*");
  }
}
