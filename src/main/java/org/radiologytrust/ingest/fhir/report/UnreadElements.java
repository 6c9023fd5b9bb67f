package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.NotAudited;

/**
 * Finds the content of a message that is not read: attachments, and text in other elements that the
 * report's text does not contain. Such text means that the report was not read completely.
 */
final class UnreadElements {
  private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z]{1,20}/[a-z0-9.+-]{1,60}");

  private final ReportResources contents;
  private final DiagnosticReportText read;
  private final UnreadWords text;
  private final List<NotAudited> parts = new ArrayList<>();

  private UnreadElements(ReportResources contents, DiagnosticReportText read, String text) {
    this.contents = contents;
    this.read = read;
    this.text = new UnreadWords(text);
  }

  /**
   * Finds the unread content.
   *
   * @param linked the resources of the report
   * @param read what was read
   * @param unknown the elements that R4 does not know
   * @param text the text that was read
   */
  static List<NotAudited> of(
      ReportResources contents,
      LinkedResources linked,
      DiagnosticReportText read,
      UnknownParts unknown,
      String text)
      throws FhirRefusedException {
    UnreadElements unread = new UnreadElements(contents, read, text);
    DiagnosticReport report = contents.report();
    read.forms().forEach(unread::form);
    unread.words("text", read.narrative());
    unread.narrative("text", report.getText(), DiagnosticReportText.Source.NARRATIVE);
    unread.results(report);
    unread.retracted(linked.retracted());
    unread.concepts(report.getConclusionCode());
    report.getMedia().forEach(m -> unread.words("media.comment", m.getComment()));
    unread.extensions(report.getExtension());
    for (var entry : contents.entries()) {
      unread.otherEntry(entry.getResource());
    }
    unread.parts.addAll(unknown.unread(unread.text));
    return NotAudited.merged(unread.parts);
  }

  private void otherEntry(Resource resource) throws FhirRefusedException {
    if (resource instanceof Composition composition) {
      if (!Retraction.of(composition) && !contents.isOfAnother(composition)) {
        sections(composition.getSection());
      }
    } else if (contents.entries().isUnlinked(resource)) {
      if (resource instanceof DocumentReference document) {
        document.getContent().forEach(c -> unlinked("DocumentReference", c.getAttachment()));
      } else if (resource instanceof Binary binary) {
        Attachment attachment = new Attachment().setContentType(binary.getContentType());
        unlinked("Binary", attachment.setData(binary.getData()));
      }
    }
  }

  private void sections(List<Composition.SectionComponent> sections) {
    for (Composition.SectionComponent section : sections) {
      words("Composition.section", read.narratives().of(section.getText()).text());
      narrative("Composition.section", section.getText(), DiagnosticReportText.Source.COMPOSITION);
      sections(section.getSection());
    }
  }

  /**
   * Adds what a narrative has beside its text, if the report has the text; or that it is unread.
   */
  private void narrative(String where, Narrative source, DiagnosticReportText.Source from) {
    Narratives.Read narrative = read.narratives().of(source);
    if (narrative.problem() != null || read.source() == from) {
      parts.addAll(narrative.notAudited(where, source));
    }
  }

  private void form(Forms.Form form) {
    if (form.reading() instanceof Document document) {
      parts.addAll(document.notRead());
    } else if (form.reading() instanceof Unreadable unreadable) {
      parts.add(unreadable.named(form.element() + ofType(form.type()), form.size()));
    }
  }

  /** Adds a document of the message that may belong to anything. */
  private void unlinked(String where, Attachment attachment) {
    long size = attachment.hasSize() ? attachment.getSize() : NotAudited.UNKNOWN;
    parts.add(
        NotAudited.other(
            where + ofType(attachment.getContentType()) + ", to which no report refers",
            attachment.hasData() ? attachment.getData().length : size,
            NotAudited.Unit.BYTES));
  }

  private static String ofType(@Nullable String contentType) {
    String type = MediaType.of(contentType).type();
    return MEDIA_TYPE.matcher(type).matches() ? " of type " + type : "";
  }

  private void results(DiagnosticReport report) throws FhirRefusedException {
    int unread = 0;
    int foreign = 0;
    Set<Resource> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Resource> groups = new ArrayDeque<>(List.of(report));
    while (!groups.isEmpty()) {
      Resource group = groups.remove();
      for (Reference reference : members(group)) {
        Resource member = contents.resolve(reference, group);
        // a group stands for its members
        int listed = group == report ? 1 : 0;
        if (!(member instanceof Observation result)) {
          unread += listed;
        } else if (seen.add(result) && !Retraction.of(result)) {
          if (contents.isUsed(result)) {
            unread += observation(result) || isSaid(result) ? 0 : listed;
            groups.add(result);
          } else {
            foreign++;
          }
        }
      }
    }
    if (unread > 0) {
      // if the report consists of its results, a missing result is missing report text
      boolean reportText = read.source() == DiagnosticReportText.Source.RESULTS;
      parts.add(new NotAudited("result without text", unread, NotAudited.Unit.ITEMS, reportText));
    }
    if (foreign > 0) {
      parts.add(
          new NotAudited(
              "result that is not about a patient", foreign, NotAudited.Unit.ITEMS, true));
    }
  }

  private static List<Reference> members(Resource group) {
    return group instanceof Observation result
        ? result.getHasMember()
        : ((DiagnosticReport) group).getResult();
  }

  /** What its sender has taken back is no text of the report, so it costs no score. */
  private void retracted(List<Resource> retracted) {
    int results = (int) retracted.stream().filter(Observation.class::isInstance).count();
    if (results > 0) {
      parts.add(NotAudited.other(Retraction.RESULT, results, NotAudited.Unit.ITEMS));
    }
    if (retracted.stream().anyMatch(Composition.class::isInstance)) {
      parts.add(NotAudited.other("retracted Composition", 1, NotAudited.Unit.ITEMS));
    }
  }

  /** Whether the text has the result's value, or those of its parts. */
  private boolean isSaid(Observation result) {
    String value = ResultLines.value(result.getValue()).strip();
    return !value.isEmpty() && text.isSaid(value)
        || value.isEmpty()
            && (result.hasComponent() || result.hasHasMember())
            && read.source() == DiagnosticReportText.Source.RESULTS;
  }

  /** Adds the unread text of a result; returns whether its value is a text. */
  private boolean observation(Observation result) {
    result.getNote().forEach(note -> words("Observation.note", note.getText()));
    result.getComponent().forEach(c -> value("Observation.component", c.getValue()));
    result.getInterpretation().forEach(i -> words("Observation.interpretation", i.getText()));
    value("Observation.value", result.getValue());
    return result.getValue() instanceof StringType;
  }

  private void value(String where, @Nullable Type value) {
    if (value instanceof StringType string) {
      words(where, string.getValue());
    } else if (value instanceof CodeableConcept concept) {
      words(where, concept.getText());
    }
  }

  /** Adds conclusion codes. Free text instead of a code is report text; a code is not. */
  private void concepts(List<CodeableConcept> concepts) {
    for (CodeableConcept concept : concepts) {
      if (!concept.hasCoding()) {
        words("conclusionCode", concept.getText());
      }
    }
    int coded = (int) concepts.stream().filter(CodeableConcept::hasCoding).count();
    if (coded > 0) {
      parts.add(NotAudited.other("conclusionCode", coded, NotAudited.Unit.ITEMS));
    }
  }

  private void extensions(List<Extension> extensions) {
    for (Extension extension : extensions) {
      if (extension.getValue() instanceof Annotation note) {
        words("extension", note.getText());
      } else if (extension.getValue() instanceof StringType string
          && UnreadWords.compared(string.getValueNotNull()).indexOf(' ') > 0) {
        // a single word is a code or an id
        words("extension", string.getValue());
      }
      extensions(extension.getExtension());
    }
  }

  /** Adds the lines that the report's text does not contain. */
  private void words(String where, @Nullable String other) {
    String missing = text.missing(other);
    if (!missing.isEmpty()) {
      parts.add(NotAudited.reportText(where, missing));
    }
  }
}
