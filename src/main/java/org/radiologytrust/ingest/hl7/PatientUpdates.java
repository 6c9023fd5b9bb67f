package org.radiologytrust.ingest.hl7;

import static java.util.Map.entry;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.Hl7Time;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.report.PatientReader;
import org.radiologytrust.ingest.hl7.report.Reading;
import org.radiologytrust.journal.inbox.Inbox.ChangedPatient;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.PatientChange;
import org.radiologytrust.journal.inbox.Inbox.Quarantined;
import org.radiologytrust.journal.inbox.IntakeAlarm;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;

/**
 * Reads changes of patients from ADT: merges, their end, and corrections. What changes whose report
 * it is in another way is quarantined, so that a person sees it.
 */
final class PatientUpdates {
  /** PID-3 has the surviving ids, MRG-1 those that they replace. */
  private static final Set<String> MERGES = Set.of("A18", "A30", "A34", "A40", "A47");

  private static final Set<String> CORRECTIONS = Set.of("A08", "A31");

  /** Two PID are of patients who are not one. */
  private static final String UNLINK = "A37";

  private static final String LOOK =
      ", which is not applied: check the reports of both patients, correct them at their source,"
          + " then discard this message";

  private static final String SEND_A40 =
      ", which is not applied: send ADT^A40 with the patient ids if they change, then discard this"
          + " message";

  /** What these events do, which is not applied. */
  private static final Map<String, String> NOT_APPLIED =
      Map.ofEntries(
          entry("A24", "links patients" + SEND_A40),
          entry("A35", "merges accounts" + SEND_A40),
          entry("A36", "merges a patient and an account" + SEND_A40),
          entry("A39", "merges persons by PID-2" + SEND_A40),
          entry("A43", "moves an id to another patient" + LOOK),
          entry("A44", "moves an account to another patient" + LOOK),
          entry("A46", "changes a patient id in PID-2" + SEND_A40),
          entry("A48", "changes a patient id in PID-4" + SEND_A40));

  /** About accounts and visits of one patient: reports are found by neither. */
  private static final Set<String> ACCOUNTS = Set.of("A41", "A42", "A45", "A49", "A50", "A51");

  private static final String MOVES = "names another patient in MRG-1 than in PID-3" + LOOK;

  private final PatientReader patients;
  private final ZoneId zone;
  private final MergeRights rights;

  /**
   * @param zone time zone of times without an offset
   */
  PatientUpdates(
      Reading reading, ZoneId zone, Map<String, String> authorities, MergeRights rights) {
    this.patients = new PatientReader(reading, authorities);
    this.zone = zone;
    this.rights = rights;
  }

  /** A PID with the MRG that follow it. */
  private record Group(Segment pid, List<Segment> merges) {}

  /** The change of an ADT message; empty if it changes nothing that is known of a patient. */
  Optional<Disposition> read(Hl7Message message) throws RefusedException {
    String event = event(message);
    if (MERGES.contains(event)) {
      return Optional.of(merge(message));
    }
    if (CORRECTIONS.contains(event)) {
      return Optional.of(new PatientChange(patients.read(message), List.of(), time(message)));
    }
    if (event.equals(UNLINK)) {
      return Optional.of(unlink(message));
    }
    String problem = NOT_APPLIED.get(event);
    if (problem == null && ACCOUNTS.contains(event) && moves(message)) {
      problem = MOVES;
    }
    return problem == null
        ? Optional.empty()
        : Optional.of(
            new Quarantined("ADT^" + event + " " + problem, Set.of(IntakeAlarm.PATIENT_CHANGE)));
  }

  /** MSH-9.2; old versions have it in EVN-1 alone. */
  private static String event(Hl7Message message) {
    String event = message.msh().value(9, 2);
    return event.isEmpty()
        ? message.all("EVN").stream().findFirst().map(evn -> evn.value(1, 1)).orElse("")
        : event;
  }

  private PatientChange merge(Hl7Message message) throws RefusedException {
    List<Group> groups = groups(message);
    if (groups.isEmpty()) {
      patients.read(message);
    }
    List<ChangedPatient> changed = new ArrayList<>();
    for (Group group : groups) {
      changed.add(new ChangedPatient(patients.read(group.pid), replaced(group)));
    }
    List<String> systems =
        changed.stream().flatMap(c -> c.replaced().stream()).map(Identifier::system).toList();
    return new PatientChange(
        changed, time(message), !rights.allow(message.msh(), systems, patients::authority));
  }

  private PatientChange unlink(Hl7Message message) throws RefusedException {
    List<Segment> pids = message.all("PID");
    if (pids.size() != 2) {
      throw RefusedException.error(
          ErrorCode.SEGMENT_SEQUENCE,
          "PID",
          0,
          "ADT^A37 needs two PID segments; send one for each of the two patients");
    }
    Patient one = patients.read(pids.get(0));
    Patient other = patients.read(pids.get(1));
    List<String> systems =
        Stream.concat(mergeable(one, other), mergeable(other, one))
            .map(Identifier::system)
            .toList();
    return PatientChange.unlink(
        one, other, time(message), !rights.allow(message.msh(), systems, patients::authority));
  }

  /** The ids of a patient that may have been merged with one of the other's. */
  private static Stream<Identifier> mergeable(Patient patient, Patient other) {
    return patient.identifiers().stream()
        .filter(id -> other.identifiers().stream().anyMatch(id::mayBeOfOneAuthority));
  }

  private List<Identifier> replaced(Group group) throws RefusedException {
    if (group.merges.isEmpty()) {
      throw RefusedException.error(
          ErrorCode.SEGMENT_SEQUENCE,
          "MRG",
          0,
          "no MRG segment after a PID; send the id that PID-3 replaces");
    }
    List<Identifier> replaced = new ArrayList<>();
    for (Segment merge : group.merges) {
      List<Identifier> some = patients.replaced(merge);
      if (some.isEmpty()) {
        throw RefusedException.error(
            ErrorCode.REQUIRED_FIELD_MISSING,
            "MRG",
            1,
            "MRG-1 is empty; send the id that PID-3 replaces");
      }
      replaced.addAll(some);
    }
    return replaced;
  }

  private static List<Group> groups(Hl7Message message) throws RefusedException {
    List<Group> groups = new ArrayList<>();
    for (Segment segment : message.segments()) {
      if (segment.name().equals("PID")) {
        groups.add(new Group(segment, new ArrayList<>()));
      } else if (segment.name().equals("MRG")) {
        if (groups.isEmpty()) {
          throw RefusedException.error(
              ErrorCode.SEGMENT_SEQUENCE,
              "MRG",
              0,
              "MRG comes before PID; send the patient that survives first");
        }
        groups.get(groups.size() - 1).merges.add(segment);
      }
    }
    return groups;
  }

  private boolean moves(Hl7Message message) throws RefusedException {
    for (Group group : groups(message)) {
      List<Identifier> own = patients.identifiers(group.pid);
      for (Segment merge : group.merges) {
        List<Identifier> before = patients.replaced(merge);
        if (!before.isEmpty()
            && before.stream().noneMatch(id -> own.stream().anyMatch(id::matches))) {
          return true;
        }
      }
    }
    return false;
  }

  /** When the change was entered (EVN-2), otherwise when it was sent (MSH-7). */
  private @Nullable Instant time(Hl7Message message) {
    List<Segment> events = message.all("EVN");
    Instant recorded = events.isEmpty() ? null : Hl7Time.instant(events.get(0).value(2, 1), zone);
    return recorded == null ? Hl7Time.instant(message.msh().value(7, 1), zone) : recorded;
  }
}
