package org.radiologytrust.ingest.fhir.report;

import java.util.List;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.radiologytrust.ingest.fhir.json.UnknownElement;

/** The notes of a report as R5 has them: {@code DiagnosticReport.note}, which R4 does not know. */
final class NewerNotes {
  private static final Pattern TEXT = Pattern.compile("note(\\[\\d+])?\\.text");

  /** Author and time are no words of the report. */
  private static final Pattern READ =
      Pattern.compile("note(\\[\\d+])?\\.(text|time|authorString|authorReference(\\..*)?)");

  private NewerNotes() {}

  /** The texts of the notes, in their order. */
  static List<UnknownElement.Value> of(DiagnosticReport report) {
    return UnknownElement.of(report).stream()
        .flatMap(element -> element.values().stream())
        .filter(value -> TEXT.matcher(value.path()).matches())
        .toList();
  }

  /** Whether a value of a DiagnosticReport is read, or says nothing about the patient. */
  static boolean isRead(UnknownElement.Value value) {
    return READ.matcher(value.path()).matches();
  }
}
