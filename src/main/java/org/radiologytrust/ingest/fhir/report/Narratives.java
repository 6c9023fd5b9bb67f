package org.radiologytrust.ingest.fhir.report;

import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Narrative;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.Reading;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.Unreadable.Reason;
import org.radiologytrust.ingest.document.read.MessageDocuments;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.NotAudited;

/** Reads the narratives of a report, each once and within the limits for documents. */
final class Narratives {
  private final MessageDocuments documents;
  private final Map<Narrative, Read> readings = new IdentityHashMap<>();

  /** Reads them before the forms, so that a slow form leaves them their time. */
  Narratives(ReportResources contents, MessageDocuments documents) throws FhirRefusedException {
    this.documents = documents;
    of(contents.report().getText());
    Composition composition = contents.composition();
    if (composition != null) {
      readAll(composition.getSection());
    }
  }

  private void readAll(List<SectionComponent> sections) {
    for (SectionComponent section : sections) {
      of(section.getText());
      readAll(section.getSection());
    }
  }

  /**
   * A narrative.
   *
   * @param lines empty if it has no text, or cannot be read
   * @param notRead what else is in its HTML
   * @param problem why it cannot be read; null if it can
   */
  record Read(List<Document.Line> lines, List<NotAudited> notRead, @Nullable Reason problem) {
    private static final Read NOTHING = new Read(List.of(), List.of(), null);

    String text() {
      return String.join("\n", lines.stream().map(Document.Line::text).toList());
    }

    /** What is not audited, if the report has the text. */
    List<NotAudited> notAudited(String element, Narrative source) {
      return problem == null
          ? notRead
          : List.of(
              new NotAudited(
                  element + ", " + problem.label(),
                  source.getDivAsString().length(),
                  NotAudited.Unit.CHARACTERS,
                  true));
    }
  }

  /** Reads a narrative. */
  Read of(Narrative narrative) {
    return readings.computeIfAbsent(narrative, this::read);
  }

  /**
   * The refusal of a report that has no other text than a narrative that cannot be read; null if
   * all can be read.
   */
  @Nullable FhirRefusedException refusal(DiagnosticReport report) {
    for (Map.Entry<Narrative, Read> entry : readings.entrySet()) {
      Reason problem = entry.getValue().problem();
      if (problem != null) {
        boolean own = entry.getKey() == report.getText();
        return FhirRefusedException.element(
            own ? "DiagnosticReport.text" : "Composition.section.text", problem.words());
      }
    }
    return null;
  }

  private Read read(Narrative narrative) {
    if (!narrative.hasDiv()) {
      return Read.NOTHING;
    }
    String html = narrative.getDivAsString();
    byte[] data = html.getBytes(StandardCharsets.UTF_8);
    Reading reading = documents.read(data, "text/html; charset=utf-8");
    if (reading instanceof Document document) {
      return new Read(document.lines(), document.notRead(), null);
    }
    Unreadable unreadable = (Unreadable) reading;
    return unreadable.reason() == Reason.NO_TEXT
        ? new Read(List.of(), unreadable.notRead(), null)
        : new Read(List.of(), List.of(), unreadable.reason());
  }
}
