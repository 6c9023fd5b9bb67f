package org.radiologytrust.ingest.fhir.report;

import java.util.List;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.Composition.SectionComponent;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.json.TracedLines;
import org.radiologytrust.model.Section;

/**
 * Reads the sections of a Composition in their order: title and narrative, and the results of a
 * section without narrative. The code of a section says what section of a report it is.
 */
final class CompositionText {
  private final ReportResources contents;
  private final RadiologyCodes sections;
  private final Narratives narratives;
  private final TracedLines lines;
  private final ResultLines results;

  CompositionText(
      ReportResources contents,
      RadiologyCodes sections,
      FhirCodes codes,
      Narratives narratives,
      TracedLines lines) {
    this.contents = contents;
    this.narratives = narratives;
    this.sections = sections;
    this.lines = lines;
    this.results = new ResultLines(contents, codes, lines);
  }

  /**
   * Adds the text of a Composition.
   *
   * @throws FhirRefusedException if a result cannot be read
   */
  void add(Composition composition) throws FhirRefusedException {
    add(composition.getSection(), contents.path(composition), composition, null);
  }

  private void add(
      List<SectionComponent> all, String path, Composition of, @Nullable Section around)
      throws FhirRefusedException {
    for (int i = 0; i < all.size(); i++) {
      SectionComponent section = all.get(i);
      String place = path + ".section[" + i + "]";
      Section code = section(section, around);
      List<Document.Line> text = narratives.of(section.getText()).lines();
      boolean blank = text.isEmpty();
      if (!blank || section.hasSection() || hasResults(section, of)) {
        lines.gap();
        if (section.hasTitle() && !startsWith(text, section.getTitle())) {
          lines.value(section.getTitle(), place + ".title", code);
        }
      }
      if (blank) {
        results.add(section.getEntry(), of);
      } else {
        lines.derived(
            text.stream().map(line -> new Document.Line(line.text(), List.of(), code)).toList(),
            place + ".text.div");
      }
      add(section.getSection(), place, of, code);
    }
  }

  /** Narratives often begin with the section's title. */
  private static boolean startsWith(List<Document.Line> text, String title) {
    return text.stream()
        .map(Document.Line::text)
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(line -> line.strip().replaceFirst(":$", "").equalsIgnoreCase(title.strip()))
        .orElse(false);
  }

  private boolean hasResults(SectionComponent section, Composition of) throws FhirRefusedException {
    for (Reference entry : section.getEntry()) {
      if (contents.resolve(entry, of) instanceof Observation result && contents.isUsed(result)) {
        return true;
      }
    }
    return false;
  }

  private @Nullable Section section(SectionComponent section, @Nullable Section around) {
    return section.getCode().getCoding().stream()
        .filter(c -> "http://loinc.org".equals(c.getSystem()))
        .map(Coding::getCode)
        .flatMap(code -> sections.section(code == null ? "" : code).stream())
        .findFirst()
        .orElse(around);
  }
}
