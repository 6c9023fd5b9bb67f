package org.radiologytrust.ingest.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Narrative.NarrativeStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;
import org.radiologytrust.ingest.document.HtmlText;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.model.Report;

/**
 * Extracts the text of a DiagnosticReport from presentedForm, otherwise from the narrative,
 * otherwise from the results. The conclusion is added if the text does not contain it.
 */
final class DiagnosticReportText {
  /** Much longer than any radiology report, which has a few thousand characters. */
  static final int MAX_CHARACTERS = 200_000;

  /**
   * A run of blanks this long is not layout. Trimming line ends needs time quadratic in the length
   * of a run.
   */
  private static final Pattern BLANKS = Pattern.compile("[ \\t\\u00a0]{200,}");

  private final ReportResources contents;
  private final FhirCodes codes;
  private final List<String> warnings = new ArrayList<>();
  private Source source = Source.NONE;

  /** The element from which a report's text was read. */
  enum Source {
    NONE,
    PRESENTED_FORM,
    NARRATIVE,
    RESULTS
  }

  DiagnosticReportText(ReportResources contents, FhirCodes codes) {
    this.contents = contents;
    this.codes = codes;
  }

  /** Parts of the report that were not read. Contains only element names. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The element from which {@link #text} was read, apart from the conclusion. */
  Source source() {
    return source;
  }

  /**
   * The canonical text; empty if the report has none.
   *
   * @throws FhirRefusedException if the text is too long or cannot be decoded
   */
  String text() throws FhirRefusedException {
    DiagnosticReport report = contents.report();
    String text = from(Source.PRESENTED_FORM, presented(report.getPresentedForm()));
    if (text.isEmpty()) {
      text = from(Source.NARRATIVE, ofNarrative(report, codes));
    }
    if (text.isEmpty()) {
      text = from(Source.RESULTS, results(report));
    }
    String conclusion = canonical(report.hasConclusion() ? report.getConclusion() : "");
    if (!conclusion.isEmpty() && !plain(text).contains(plain(conclusion))) {
      text = text + "\n\nIMPRESSION:\n" + conclusion;
    }
    if (text.length() > MAX_CHARACTERS) {
      throw FhirRefusedException.element(
          "DiagnosticReport",
          "its text is longer than " + MAX_CHARACTERS + " characters; send a shorter report");
    }
    return canonical(text);
  }

  private String from(Source element, String text) {
    source = text.isEmpty() ? source : element;
    return text;
  }

  private static String canonical(String raw) {
    return Report.canonicalText(BLANKS.matcher(raw).replaceAll(" "));
  }

  private static String plain(String text) {
    return text.replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private String presented(List<Attachment> forms) throws FhirRefusedException {
    String text = presented(forms, MediaType::isPlain);
    if (text.isEmpty()) {
      text = presented(forms, MediaType::isHtml);
    }
    if (text.isEmpty() && !forms.isEmpty()) {
      warnings.add(
          "DiagnosticReport.presentedForm was not read; send text/plain or text/html data;"
              + " urls are never fetched");
    }
    return text;
  }

  private static String presented(List<Attachment> forms, Predicate<MediaType> kind)
      throws FhirRefusedException {
    List<String> texts = new ArrayList<>();
    for (Attachment form : forms) {
      MediaType type = MediaType.of(form.getContentType());
      if (form.hasData() && kind.test(type)) {
        String text = canonical(decode(form.getData(), type));
        if (!text.isEmpty() && !texts.contains(text)) {
          texts.add(text);
        }
      }
    }
    return String.join("\n\n", texts);
  }

  static String decode(byte[] data, MediaType type) throws FhirRefusedException {
    if (type.charset().isEmpty()) {
      throw FhirRefusedException.element(
          "DiagnosticReport.presentedForm.contentType", "unknown charset");
    }
    try {
      String text = ResourceReader.decode(data, type.charset().get());
      return type.isHtml() ? HtmlText.of(text) : text;
    } catch (FhirRefusedException e) {
      throw FhirRefusedException.element("DiagnosticReport.presentedForm.data", e.reason());
    }
  }

  /**
   * The narrative if an author wrote it or it contains section headings; otherwise empty. A
   * generated narrative usually only lists metadata.
   */
  static String ofNarrative(DiagnosticReport report, FhirCodes codes) {
    if (!report.hasText() || !report.getText().hasDiv()) {
      return "";
    }
    String text = canonical(HtmlText.of(report.getText().getDivAsString()));
    boolean authored = report.getText().getStatus() == NarrativeStatus.ADDITIONAL;
    boolean metadata = text.regionMatches(true, 0, "Generated Narrative", 0, 19);
    return !metadata && (authored || codes.hasHeading(text)) ? text : "";
  }

  private String results(DiagnosticReport report) throws FhirRefusedException {
    List<String> sections = new ArrayList<>();
    int unread = 0;
    for (Reference reference : report.getResult()) {
      if (contents.resolve(reference) instanceof Observation result
          && result.getValue() instanceof StringType value
          && !value.isEmpty()) {
        requireNoModifier(result);
        String heading = codes.heading(result.getCode());
        sections.add((heading.isEmpty() ? "" : heading + ":\n") + value.getValue());
      } else {
        unread++;
      }
    }
    if (unread > 0) {
      warnings.add(
          "DiagnosticReport.result: "
              + unread
              + " of "
              + report.getResult().size()
              + " were not read; send Observations with valueString in the Bundle");
    }
    return sections.stream().collect(Collectors.joining("\n\n"));
  }

  private static void requireNoModifier(Observation result) throws FhirRefusedException {
    if (result.hasModifierExtension()) {
      throw FhirRefusedException.element(
          "Observation.modifierExtension", "not supported; send the resource without it");
    }
  }
}
