package org.radiologytrust.ingest.hl7.out;

import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** PID of a report whose message is not HL7, or is no longer stored. */
final class PatientSegment {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");
  private static final String OID = "urn:oid:";

  private PatientSegment() {}

  static String of(Patient patient) {
    SegmentText pid = new SegmentText("PID").with(1, "1");
    pid.raw(
        3,
        1,
        1,
        patient.identifiers().stream()
            .map(PatientSegment::identifier)
            .collect(Collectors.joining("~")));
    pid.with(5, 1, patient.familyName()).with(5, 2, patient.givenName());
    pid.with(7, patient.birthDate() == null ? "" : DAY.format(patient.birthDate()));
    return pid.with(8, sex(patient.sex())).toString();
  }

  private static String identifier(Identifier id) {
    return SegmentText.escaped(id.value())
        + "^^^"
        + authority(id.system())
        + (id.type().isEmpty() ? "" : "^" + SegmentText.escaped(id.type()));
  }

  private static String authority(String system) {
    if (system.startsWith(Identifier.UNMAPPED)) {
      return SegmentText.escaped(system.substring(Identifier.UNMAPPED.length()));
    }
    if (system.startsWith(OID)) {
      return "&" + SegmentText.escaped(system.substring(OID.length())) + "&ISO";
    }
    return system.isEmpty() ? "" : "&" + SegmentText.escaped(system) + "&URI";
  }

  private static String sex(Sex sex) {
    return switch (sex) {
      case FEMALE -> "F";
      case MALE -> "M";
      case OTHER -> "O";
      case UNKNOWN -> "U";
    };
  }
}
