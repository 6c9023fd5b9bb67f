package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.read.MessageDocuments;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Texts;

/**
 * Reads the documents of a report, its presentedForm and those that it is linked with: their own
 * data, or that of a Binary in the same message. An url that leads elsewhere is never followed.
 */
final class Forms {
  /** The element of a report's own attachments. */
  static final String PRESENTED = "presentedForm";

  private final ReportResources contents;
  private final MessageDocuments documents;

  Forms(ReportResources contents, MessageDocuments documents) {
    this.contents = contents;
    this.documents = documents;
  }

  /**
   * A form of the report.
   *
   * @param element {@link #PRESENTED}, or the type of another resource that has it
   * @param place path of the element with the data
   * @param type the media type that the message names; empty if it names none
   * @param size in bytes; {@link NotAudited#UNKNOWN} if the message does not say
   */
  record Form(String element, String place, String type, long size, Reading reading) {
    /** Whether it is one of the report's own attachments. */
    boolean presented() {
      return element.equals(PRESENTED);
    }

    /** The element that a refusal names. */
    String elementOfMessage() {
      return presented() ? "DiagnosticReport.presentedForm" : element;
    }

    /** The document if it was read and has this format; otherwise null. */
    @Nullable Document as(Format format) {
      return reading instanceof Document document && document.format() == format ? document : null;
    }
  }

  /**
   * Reads the forms of the report.
   *
   * @throws FhirRefusedException if a text is not in its character set or too long, or two
   *     resources have the id of a reference
   */
  List<Form> all() throws FhirRefusedException {
    List<Form> forms = new ArrayList<>();
    List<Attachment> attachments = contents.report().getPresentedForm();
    String path = contents.path(contents.report());
    for (int i = 0; i < attachments.size(); i++) {
      String place = path + ".presentedForm[" + i + "]";
      forms.add(read(PRESENTED, attachments.get(i), place, contents.report()));
    }
    for (LinkedDocuments.Linked linked : LinkedDocuments.of(contents)) {
      String type = linked.resource().fhirType();
      forms.add(
          linked.current()
              ? read(type, linked.attachment(), linked.path(), linked.resource())
              : unread(type, linked.attachment(), linked.path(), Reason.NOT_CURRENT));
    }
    // two attachments may be the same Binary
    Set<Reading> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    forms.removeIf(form -> !seen.add(form.reading()));
    return forms;
  }

  private static Form unread(String element, Attachment attachment, String path, Reason reason) {
    long size = attachment.hasSize() ? attachment.getSize() : NotAudited.UNKNOWN;
    return new Form(
        element,
        path + ".data",
        Texts.orEmpty(attachment.getContentType()),
        attachment.hasData() ? attachment.getData().length : size,
        new Unreadable(Format.OTHER, reason));
  }

  private Form read(String element, Attachment attachment, String path, Resource from)
      throws FhirRefusedException {
    byte @Nullable [] data = attachment.hasData() ? attachment.getData() : null;
    String type = Texts.orEmpty(attachment.getContentType());
    String place = path + ".data";
    if (data == null && attachment.hasUrl()) {
      Resource target = contents.resolve(new Reference(attachment.getUrl()), from);
      if (target instanceof Binary binary && binary.hasData()) {
        data = binary.getData();
        type = type.isEmpty() ? Texts.orEmpty(binary.getContentType()) : type;
        place = contents.path(binary) + ".data";
      }
    }
    if (data == null) {
      return unread(element, attachment, path, Reason.NO_DATA);
    }
    Form form = new Form(element, place, type, data.length, documents.read(data, type));
    requireText(form);
    return form;
  }

  /** A text that cannot be decoded is a mistake that its sender can correct. */
  private static void requireText(Form form) throws FhirRefusedException {
    if (form.reading() instanceof Unreadable unreadable
        && (unreadable.format() == Format.PLAIN || unreadable.format() == Format.HTML)
        && (unreadable.reason() == Reason.CHARSET || unreadable.reason() == Reason.TOO_MUCH_TEXT)) {
      throw FhirRefusedException.element(form.elementOfMessage(), unreadable.reason().words());
    }
  }
}
