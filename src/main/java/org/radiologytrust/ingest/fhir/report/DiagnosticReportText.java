package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.document.DocumentCopy;
import org.radiologytrust.ingest.document.Format;
import org.radiologytrust.ingest.document.read.MessageDocuments;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.json.TracedLines;
import org.radiologytrust.ingest.fhir.json.UnknownElement;
import org.radiologytrust.ingest.fhir.report.Forms.Form;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Section;
import org.radiologytrust.model.Texts;

/**
 * Extracts the text of a report: of a document its Composition, otherwise from presentedForm,
 * otherwise from the narrative, otherwise from a Composition, otherwise from other documents to
 * which it is linked, otherwise from the results. The conclusion, notes and what only another form
 * says are added if the text does not contain them.
 */
final class DiagnosticReportText {
  /** Much longer than any radiology report, which has a few thousand characters. */
  static final int MAX_CHARACTERS = 200_000;

  /** Which form is the text if there are several: those with the least layout first. */
  private static final List<Format> FORMS =
      List.of(Format.PLAIN, Format.HTML, Format.CDA, Format.RTF, Format.PDF);

  private final ReportResources contents;
  private final FhirCodes codes;
  private final RadiologyCodes sections;
  private final Narratives narratives;
  private final List<Form> forms;
  private final TracedLines lines = new TracedLines();
  private final List<String> warnings = new ArrayList<>();
  private Source source = Source.NONE;

  /** The element from which a report's text was read. */
  enum Source {
    NONE,
    COMPOSITION,
    DOCUMENT,
    NARRATIVE,
    RESULTS
  }

  private DiagnosticReportText(
      ReportResources contents,
      FhirCodes codes,
      RadiologyCodes sections,
      Narratives narratives,
      List<Form> forms) {
    this.contents = contents;
    this.narratives = narratives;
    this.codes = codes;
    this.sections = sections;
    this.forms = forms;
  }

  /**
   * Reads the text.
   *
   * @throws FhirRefusedException if the text is too long or cannot be decoded
   */
  static DiagnosticReportText of(
      ReportResources contents,
      FhirCodes codes,
      RadiologyCodes sections,
      MessageDocuments documents)
      throws FhirRefusedException {
    Narratives narratives = new Narratives(contents, documents);
    DiagnosticReportText text =
        new DiagnosticReportText(
            contents, codes, sections, narratives, new Forms(contents, documents).all());
    text.read();
    return text;
  }

  /** Parts of the report that were not read. Contains only element names. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The element from which {@link #lines} were read, apart from what was added. */
  Source source() {
    return source;
  }

  /** The narratives of the report. */
  Narratives narratives() {
    return narratives;
  }

  /** The forms of the report. */
  List<Form> forms() {
    return forms;
  }

  /** The text; empty if the report has none. */
  TracedLines lines() {
    return lines;
  }

  private void read() throws FhirRefusedException {
    DiagnosticReport report = contents.report();
    if (contents.isDocument()) {
      composition();
    }
    if (lines.isEmpty()) {
      documents(forms.stream().filter(Form::presented).toList());
      if (lines.isEmpty() && report.hasPresentedForm()) {
        warnings.add(
            "DiagnosticReport.presentedForm was not read; send its data as text/plain, text/html,"
                + " application/pdf or application/rtf; urls of messages are not fetched");
      }
    }
    if (lines.isEmpty()) {
      add(Source.NARRATIVE, narrative(), contents.path(report) + ".text.div");
    }
    if (lines.isEmpty()) {
      composition();
    }
    if (lines.isEmpty()) {
      documents(forms.stream().filter(form -> !form.presented()).toList());
    }
    if (lines.isEmpty()) {
      results(report);
    }
    conclusion(report);
    notes(report);
    otherForms();
    if (lines.length() > MAX_CHARACTERS) {
      throw FhirRefusedException.element(
          "DiagnosticReport",
          "its text is longer than " + MAX_CHARACTERS + " characters; send a shorter report");
    }
  }

  private void composition() throws FhirRefusedException {
    Composition composition = contents.composition();
    if (composition != null && !Retraction.of(composition)) {
      new CompositionText(contents, sections, codes, narratives, lines).add(composition);
      source = lines.isEmpty() ? source : Source.COMPOSITION;
    }
  }

  private void add(Source element, String text, String place) {
    if (!text.isEmpty()) {
      source = element;
      lines.derived(text.lines().map(Document.Line::new).toList(), place);
    }
  }

  private void documents(List<Form> some) {
    for (Format format : FORMS) {
      List<String> texts = new ArrayList<>();
      for (Form form : some) {
        Document document = form.as(format);
        if (document != null && !texts.contains(document.text())) {
          texts.add(document.text());
          source = Source.DOCUMENT;
          lines.gap();
          lines.derived(document.lines(), form.place());
        }
      }
      if (!texts.isEmpty()) {
        return;
      }
    }
  }

  /** Adds what only a form says that was not read yet. */
  private void otherForms() {
    for (Form form : forms) {
      if (form.reading() instanceof Document document) {
        List<Document.Line> only = DocumentCopy.onlyIn(document, lines.text());
        if (!only.isEmpty()) {
          lines.heading(DocumentCopy.heading(document.format()));
          lines.derived(only.stream().map(DiagnosticReportText::marked).toList(), form.place());
        }
      }
    }
  }

  /** Ends the section before it. */
  private static Document.Line marked(Document.Line line) {
    return line.section() == null ? line.in(Section.OTHER) : line;
  }

  private void conclusion(DiagnosticReport report) {
    String conclusion = Report.canonicalText(Texts.orEmpty(report.getConclusion()));
    if (!says(conclusion)) {
      lines.heading("IMPRESSION:");
      lines.value(report.getConclusion(), contents.path(report) + ".conclusion");
    }
  }

  private void notes(DiagnosticReport report) {
    for (int i = 0; i < report.getExtension().size(); i++) {
      Extension extension = report.getExtension().get(i);
      if (extension.getValue() instanceof Annotation note && !says(note.getText())) {
        lines.heading("NOTE:");
        lines.value(
            note.getText(), contents.path(report) + ".extension[" + i + "].valueAnnotation.text");
      }
    }
    for (UnknownElement.Value note : NewerNotes.of(report)) {
      if (!says(note.text())) {
        lines.heading("NOTE:");
        lines.value(note.text(), contents.path(report) + "." + note.path());
      }
    }
  }

  /** Whether the text says the same; true for an empty one. */
  private boolean says(@Nullable String other) {
    String text = lines.text();
    return other == null
        || other.isBlank()
        || plain(text).contains(plain(other))
        || DocumentCopy.says(text, other);
  }

  private static String plain(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  /**
   * The narrative if an author wrote it or it contains section headings; otherwise empty. A
   * generated narrative usually only lists metadata.
   */
  String narrative() {
    Narrative source = contents.report().getText();
    String text = narratives.of(source).text();
    boolean authored = source.getStatus() == NarrativeStatus.ADDITIONAL;
    boolean metadata = text.regionMatches(true, 0, "Generated Narrative", 0, 19);
    return !metadata && (authored || codes.hasHeading(text)) ? text : "";
  }

  private void results(DiagnosticReport report) throws FhirRefusedException {
    ResultLines results = new ResultLines(contents, codes, lines);
    results.add(report.getResult(), report);
    source = lines.isEmpty() ? source : Source.RESULTS;
    if (results.unread() > 0) {
      warnings.add(
          "DiagnosticReport.result: "
              + results.unread()
              + " of "
              + report.getResult().size()
              + " were not read; send Observations with a value in the Bundle");
    }
  }
}
