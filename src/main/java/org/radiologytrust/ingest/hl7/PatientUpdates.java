package org.radiologytrust.ingest.hl7;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Inbox.PatientChange;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;

/** Reads changes of patients from ADT: merges (A40, A18) and corrections (A08, A31). */
final class PatientUpdates {
  private static final Set<String> MERGES = Set.of("A18", "A40");
  private static final Set<String> CORRECTIONS = Set.of("A08", "A31");

  private final PatientReader patients;
  private final ZoneId zone;

  /**
   * @param zone time zone of times without an offset
   */
  PatientUpdates(Reading reading, ZoneId zone, Map<String, String> authorities) {
    this.patients = new PatientReader(reading, authorities);
    this.zone = zone;
  }

  /** Whether this event of ADT changes what is known of a patient. */
  static boolean has(String event) {
    return MERGES.contains(event) || CORRECTIONS.contains(event);
  }

  PatientChange read(Hl7Message message, String event) throws RefusedException {
    Patient patient = patients.read(message);
    return new PatientChange(
        patient, MERGES.contains(event) ? replaced(message) : List.of(), time(message));
  }

  private List<Identifier> replaced(Hl7Message message) throws RefusedException {
    List<Segment> merges = message.all("MRG");
    if (merges.size() != 1) {
      throw Refusal.error(
          ErrorCode.SEGMENT_SEQUENCE,
          "MRG",
          0,
          merges.isEmpty()
              ? "no MRG segment; send the id that PID-3 replaces"
              : "more than one MRG segment; send one merge per message");
    }
    List<Identifier> replaced = patients.replaced(merges.get(0));
    if (replaced.isEmpty()) {
      throw Refusal.error(
          ErrorCode.REQUIRED_FIELD_MISSING,
          "MRG",
          1,
          "MRG-1 is empty; send the id that PID-3 replaces");
    }
    return replaced;
  }

  /** When the change was entered (EVN-2), otherwise when it was sent (MSH-7). */
  private @Nullable Instant time(Hl7Message message) {
    List<Segment> events = message.all("EVN");
    Instant recorded = events.isEmpty() ? null : Hl7Time.instant(events.get(0).value(2, 1), zone);
    return recorded == null ? Hl7Time.instant(message.msh().value(7, 1), zone) : recorded;
  }
}
