package org.radiologytrust.ingest.fhir.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Composition;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DocumentReference;
import org.hl7.fhir.r4.model.ImagingStudy;
import org.hl7.fhir.r4.model.Media;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.json.UnknownElement;
import org.radiologytrust.model.NotAudited;

/**
 * The elements that R4 does not know, of a report and of all that it is linked with. One that may
 * change what the report means refuses the message. Any other is named where it holds text, or
 * leads to text, that is not read.
 */
final class UnknownParts {
  private static final String UNKNOWN = ", which R4 does not know";

  /** Words, or something long that may be a document. */
  private static final Pattern PROSE =
      Pattern.compile("(?s).*\\p{L}.*\\s.*|.*\\s.*\\p{L}.*|.*[\\p{L}&&[^\\p{IsLatin}]].*|\\S{65,}");

  private static final Pattern WORD = Pattern.compile("\\p{L}[\\p{L}'-]{3,}[.,;:!?]*");

  /** An address, or a reference to a resource. */
  private static final Pattern ADDRESS =
      Pattern.compile("(https?|urn|mailto):\\S*|#\\S+|[A-Z][A-Za-z]+/[A-Za-z0-9.-]{1,64}\\S*");

  private final ReportResources contents;
  private final Set<Resource> used = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Resource> inOrder = new ArrayList<>();

  private UnknownParts(ReportResources contents) {
    this.contents = contents;
  }

  /**
   * Finds the elements.
   *
   * @param message the resource that was sent
   * @throws FhirRefusedException if one may change status, patient or number of the report
   */
  static UnknownParts of(ReportResources contents, LinkedResources linked, Resource message)
      throws FhirRefusedException {
    UnknownParts parts = new UnknownParts(contents);
    DiagnosticReport report = contents.report();
    parts.add(report);
    parts.add(contents.resolve(report.getSubject()));
    if (!isWithdrawn(report)) {
      parts.add(message);
      linked.standing().forEach(parts::add);
      for (Reference study : report.getImagingStudy()) {
        parts.add(contents.resolve(study));
      }
      for (var entry : contents.entries()) {
        // one that answers the same order is the report's, too
        if (entry.getResource() instanceof ImagingStudy study && !Retraction.of(study)) {
          parts.add(study);
        }
      }
    }
    for (Resource resource : parts.inOrder) {
      for (UnknownElement element : UnknownElement.of(resource)) {
        UnknownMeaning.refuse(element, resource, contents);
      }
    }
    return parts;
  }

  /** A report is taken back whatever its parts say. */
  private static boolean isWithdrawn(DiagnosticReport report) {
    return report.getStatus() == DiagnosticReport.DiagnosticReportStatus.CANCELLED
        || report.getStatus() == DiagnosticReport.DiagnosticReportStatus.ENTEREDINERROR;
  }

  private void add(@Nullable Resource resource) {
    if (resource != null && used.add(resource)) {
      inOrder.add(resource);
    }
  }

  /** Whether a part of a report is an element that R4 does not know. */
  static boolean isOne(NotAudited part) {
    return part.what().contains(UNKNOWN);
  }

  /**
   * Names those that hold text.
   *
   * @param text the text of the report
   */
  List<NotAudited> unread(UnreadWords text) throws FhirRefusedException {
    List<NotAudited> unread = new ArrayList<>();
    for (Resource resource : inOrder) {
      for (UnknownElement element : UnknownElement.of(resource)) {
        List<UnknownElement.Value> values =
            element.values().stream()
                .filter(value -> resource != contents.report() || !NewerNotes.isRead(value))
                .toList();
        String what = element.place(resource.fhirType()) + UNKNOWN;
        words(what, values, resource, text, unread);
        for (UnknownElement.Value value : values) {
          target(what, value, resource, unread);
        }
      }
    }
    return unread;
  }

  private void words(
      String what,
      List<UnknownElement.Value> values,
      Resource resource,
      UnreadWords text,
      List<NotAudited> unread) {
    List<String> said =
        values.stream()
            .map(value -> value.text().strip())
            .filter(value -> !ADDRESS.matcher(value).matches())
            .filter(value -> isProse(value) || WORD.matcher(value).matches())
            .toList();
    String missing = text.missing(said.stream().collect(Collectors.joining("\n")));
    if (missing.isEmpty()) {
      return;
    }
    boolean reportText =
        (hasText(resource) || resource instanceof DiagnosticReport || resource instanceof Bundle)
            && said.stream().anyMatch(UnknownParts::isProse);
    unread.add(
        reportText
            ? NotAudited.reportText(what, missing)
            : NotAudited.other(
                what, missing.codePointCount(0, missing.length()), NotAudited.Unit.CHARACTERS));
  }

  private static boolean isProse(String value) {
    return PROSE.matcher(value).matches();
  }

  /** Adds a resource to which nothing leads but the element. */
  private void target(
      String what, UnknownElement.Value value, Resource from, List<NotAudited> unread)
      throws FhirRefusedException {
    if (ADDRESS.matcher(value.text().strip()).matches()) {
      Resource target = contents.resolve(new Reference(value.text()), from);
      if (target != null && hasText(target) && !used.contains(target)) {
        unread.add(
            new NotAudited(
                what + ": refers to " + target.fhirType(), 1, NotAudited.Unit.ITEMS, true));
      }
    }
  }

  /** Whether the words of a report may stand in a resource. */
  private static boolean hasText(Resource resource) {
    return resource instanceof Observation
        || resource instanceof Composition
        || resource instanceof DocumentReference
        || resource instanceof Media
        || resource instanceof Binary;
  }
}
