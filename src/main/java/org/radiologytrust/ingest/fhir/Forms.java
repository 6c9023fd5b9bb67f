package org.radiologytrust.ingest.fhir;

import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Documents;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.model.Texts;

/**
 * Reads the attachments of a report: their own data, or that of a Binary in the same message. An
 * url that leads elsewhere is never followed.
 */
final class Forms {
  private final ReportResources contents;
  private final Documents documents;

  Forms(ReportResources contents, Documents documents) {
    this.contents = contents;
    this.documents = documents;
  }

  /**
   * A form of the report.
   *
   * @param place path of the element with the data
   * @param type the media type that the message names; empty if it names none
   * @param size in bytes; {@link org.radiologytrust.model.NotAudited#UNKNOWN} if the message does
   *     not say
   */
  record Form(String place, String type, long size, Reading reading) {
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
      forms.add(read(attachments.get(i), path + ".presentedForm[" + i + "]"));
    }
    return forms;
  }

  private Form read(Attachment attachment, String path) throws FhirRefusedException {
    byte @Nullable [] data = attachment.hasData() ? attachment.getData() : null;
    String type = Texts.orEmpty(attachment.getContentType());
    String place = path + ".data";
    if (data == null && attachment.hasUrl()) {
      Resource target = contents.resolve(new Reference(attachment.getUrl()));
      if (target instanceof Binary binary && binary.hasData()) {
        data = binary.getData();
        type = type.isEmpty() ? Texts.orEmpty(binary.getContentType()) : type;
        place = contents.path(binary) + ".data";
      }
    }
    if (data == null) {
      long size = attachment.hasSize() ? attachment.getSize() : -1;
      return new Form(place, type, size, new Unreadable(Format.OTHER, Reason.NO_DATA));
    }
    Reading reading = documents.read(data, type);
    if (reading instanceof Unreadable unreadable) {
      requireText(unreadable);
    }
    return new Form(place, type, data.length, reading);
  }

  /** A text that cannot be decoded is a mistake that its sender can correct. */
  private static void requireText(Unreadable unreadable) throws FhirRefusedException {
    boolean text = unreadable.format() == Format.PLAIN || unreadable.format() == Format.HTML;
    if (text && unreadable.reason() == Reason.CHARSET
        || text && unreadable.reason() == Reason.TOO_MUCH_TEXT) {
      throw FhirRefusedException.element(
          "DiagnosticReport.presentedForm", unreadable.reason().words());
    }
  }
}
