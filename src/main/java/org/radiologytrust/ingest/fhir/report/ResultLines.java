package org.radiologytrust.ingest.fhir.report;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationComponentComponent;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.TimeType;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.document.Document;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.json.TracedLines;
import org.radiologytrust.model.Texts;

/** Writes results as lines of text: a text under its heading, a coded value as one line. */
final class ResultLines {
  /** Groups of results in groups. */
  private static final int MAX_DEPTH = 5;

  /** No group refers to so many. */
  private static final int MAX_LINES = 2000;

  private final ReportResources contents;
  private final FhirCodes codes;
  private final TracedLines lines;
  private final Set<Observation> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private int unread;
  private int written;

  ResultLines(ReportResources contents, FhirCodes codes, TracedLines lines) {
    this.contents = contents;
    this.codes = codes;
    this.lines = lines;
  }

  /** How many results had no value that can be written. */
  int unread() {
    return unread;
  }

  /**
   * Adds results, each once. Those that {@link ReportResources#isUsed} excludes are left out.
   *
   * @param from the resource with the references
   * @throws FhirRefusedException if two have the id of a reference
   */
  void add(List<Reference> results, Resource from) throws FhirRefusedException {
    add(results, from, 0);
  }

  private void add(List<Reference> results, Resource from, int depth) throws FhirRefusedException {
    for (Reference reference : results) {
      boolean read =
          depth < MAX_DEPTH
              && written < MAX_LINES
              && contents.resolve(reference, from) instanceof Observation result
              && (!seen.add(result) || !contents.isUsed(result) || add(result, depth));
      unread += read ? 0 : 1;
    }
  }

  private boolean add(Observation result, int depth) throws FhirRefusedException {
    String path = contents.path(result);
    boolean read = true;
    if (result.getValue() instanceof StringType value && !value.isEmpty()) {
      String heading = codes.heading(result.getCode());
      lines.gap();
      if (!heading.isEmpty()) {
        lines.heading(heading + ":");
      }
      lines.value(value.getValue(), path + ".valueString");
      lines.gap();
      written++;
    } else {
      String value = value(result.getValue());
      read = !value.isEmpty() || result.hasComponent() || result.hasHasMember();
      line(FhirCodes.name(result.getCode()), value, result.getInterpretation(), path);
    }
    for (ObservationComponentComponent component : result.getComponent()) {
      line(
          Stream.of(FhirCodes.name(result.getCode()), FhirCodes.name(component.getCode()))
              .filter(name -> !name.isEmpty())
              .collect(Collectors.joining(", ")),
          value(component.getValue()),
          component.getInterpretation(),
          path);
    }
    for (int i = 0; i < result.getNote().size(); i++) {
      Annotation note = result.getNote().get(i);
      lines.value(Texts.orEmpty(note.getText()), path + ".note[" + i + "].text");
    }
    add(result.getHasMember(), result, depth + 1);
    return read;
  }

  private void line(
      String name, String value, List<CodeableConcept> interpretations, String place) {
    if (value.isEmpty()) {
      return;
    }
    String interpretation =
        interpretations.stream()
            .map(ResultLines::words)
            .filter(w -> !w.isEmpty())
            .collect(Collectors.joining(", "));
    String line =
        (name.isEmpty() ? "" : name + ": ")
            + value
            + (interpretation.isEmpty() ? "" : " (" + interpretation + ")");
    lines.derived(List.of(new Document.Line(line.replaceAll("\\s+", " ").strip())), place);
    written++;
  }

  /** A value as a person writes it; empty if there is none. */
  static String value(@Nullable Type value) {
    if (value instanceof CodeableConcept concept) {
      return words(concept);
    } else if (value instanceof Quantity quantity) {
      return quantity(quantity);
    } else if (value instanceof BooleanType truth && truth.hasValue()) {
      return truth.booleanValue() ? "yes" : "no";
    } else if (value instanceof Range range) {
      return Stream.of(quantity(range.getLow()), quantity(range.getHigh()))
          .filter(q -> !q.isEmpty())
          .collect(Collectors.joining(" to "));
    } else if (value instanceof Ratio ratio) {
      return quantity(ratio.getNumerator()) + " / " + quantity(ratio.getDenominator());
    } else if (value instanceof StringType
        || value instanceof IntegerType
        || value instanceof DateTimeType
        || value instanceof TimeType) {
      return Texts.orEmpty(value.primitiveValue());
    }
    return "";
  }

  private static String quantity(Quantity quantity) {
    if (!quantity.hasValue()) {
      return "";
    }
    String comparator = quantity.hasComparator() ? quantity.getComparator().toCode() + " " : "";
    String unit = quantity.hasUnit() ? quantity.getUnit() : Texts.orEmpty(quantity.getCode());
    // as it was sent: 5.0 is not 5
    String number = quantity.getValueElement().getValueAsString();
    return (comparator + number + " " + unit).strip();
  }

  /** The words of a code: its text, otherwise its first display, otherwise the code. */
  static String words(CodeableConcept concept) {
    if (concept.hasText()) {
      return concept.getText().strip();
    }
    return Stream.concat(
            concept.getCoding().stream().map(Coding::getDisplay),
            concept.getCoding().stream().map(Coding::getCode))
        .filter(Objects::nonNull)
        .map(String::strip)
        .filter(w -> !w.isEmpty())
        .findFirst()
        .orElse("");
  }
}
