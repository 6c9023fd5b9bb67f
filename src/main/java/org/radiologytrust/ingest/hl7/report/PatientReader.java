package org.radiologytrust.ingest.hl7.report;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.radiologytrust.ingest.hl7.mapping.MappedField;
import org.radiologytrust.ingest.hl7.mapping.Rule;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.ingest.hl7.message.Hl7Time;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** Reads the patient from PID. */
public final class PatientReader {
  /** Maximum length of a field with identifiers, in UTF-16 units. */
  private static final int MAX_IDENTIFIERS = 20_000;

  /** More than any patient has: those of two fields are compared with each other. */
  private static final int MOST_REPETITIONS = 200;

  private final Reading reading;
  private final Map<String, String> authorities;

  /**
   * Creates the reader.
   *
   * @param authorities maps an assigning authority (CX.4 namespace) to the URI of its identifiers;
   *     the mapping has more
   */
  public PatientReader(Reading reading, Map<String, String> authorities) {
    this.reading = reading;
    Map<String, String> all = new HashMap<>(authorities);
    all.putAll(reading.mapping().authorities());
    this.authorities = Map.copyOf(all);
  }

  public Patient read(Hl7Message message) throws RefusedException {
    List<Segment> pids = message.all("PID");
    if (pids.size() != 1) {
      throw RefusedException.error(
          ErrorCode.SEGMENT_SEQUENCE,
          "PID",
          0,
          pids.isEmpty()
              ? "no PID segment; send the patient of the report"
              : "more than one PID segment; send one patient per message");
    }
    return read(pids.get(0));
  }

  public Patient read(Segment pid) throws RefusedException {
    List<Identifier> identifiers = identifiers(pid);
    if (identifiers.isEmpty()) {
      throw RefusedException.error(
          ErrorCode.REQUIRED_FIELD_MISSING,
          "PID",
          3,
          "PID-3 is empty; send the patient's identifier"
              + reading.explained(MappedField.PATIENT_IDS));
    }
    reading.used(pid, 5, "patient name");
    reading.used(pid, 7, "birth date");
    reading.used(pid, 8, "sex");
    String given = (pid.value(5, 2) + " " + pid.value(5, 3)).strip();
    return new Patient(
        identifiers,
        pid.value(5, 1),
        given,
        Hl7Time.date(pid.value(7, 1)),
        sex(pid.value(8, 1)),
        "");
  }

  /** The identifiers that a merge replaces (MRG-1). */
  public List<Identifier> replaced(Segment mrg) throws RefusedException {
    if (tooMany(mrg, 1)) {
      throw RefusedException.error(
          ErrorCode.DATA_TYPE, "MRG", 1, "MRG-1 is too long; send only the ids that are replaced");
    }
    List<Identifier> identifiers = new ArrayList<>();
    for (String repetition : mrg.repetitions(1)) {
      String value = mrg.part(repetition, 1);
      if (!value.isEmpty()) {
        identifiers.add(new Identifier(system(mrg, repetition), value, mrg.part(repetition, 5)));
      }
    }
    return identifiers;
  }

  public List<Identifier> identifiers(Segment pid) throws RefusedException {
    for (Rule rule : reading.mapping().rules(MappedField.PATIENT_IDS)) {
      List<Identifier> identifiers = identifiers(pid, rule.path());
      if (!identifiers.isEmpty()) {
        identifiers.forEach(
            one ->
                reading.used(
                    new Reading.Found(one.value(), rule, pid), MappedField.PATIENT_IDS.words));
        return identifiers;
      }
    }
    return List.of();
  }

  private List<Identifier> identifiers(Segment pid, Hl7Path path) throws RefusedException {
    int field = path.field();
    if (tooMany(pid, field)) {
      throw RefusedException.error(
          ErrorCode.DATA_TYPE,
          "PID",
          field,
          "PID-" + field + " is too long for a list of identifiers; send only the current ones");
    }
    List<Identifier> identifiers = new ArrayList<>();
    for (String repetition : path.repetitions(pid)) {
      String value = path.value(pid, repetition);
      if (!value.isEmpty()) {
        identifiers.add(new Identifier(system(pid, repetition), value, pid.part(repetition, 5)));
      }
    }
    return identifiers;
  }

  /** Whether a field has more ids than any patient. */
  public static boolean tooMany(Segment segment, int field) {
    return segment.field(field).length() > MAX_IDENTIFIERS
        || segment.repetitionsAt(field).size() > MOST_REPETITIONS;
  }

  /** The URI of the assigning authority (CX.4: namespace, universal id, its type). */
  private String system(Segment pid, String repetition) {
    String namespace = pid.part(repetition, 4, 1);
    String universal = pid.part(repetition, 4, 2);
    String type = pid.part(repetition, 4, 3).toUpperCase(Locale.ROOT);
    if (Identifier.isOid(universal)) {
      return "urn:oid:" + universal;
    }
    if (!universal.isEmpty() && (type.equals("UUID") || type.equals("GUID"))) {
      return "urn:uuid:" + universal.toLowerCase(Locale.ROOT);
    }
    if (!universal.isEmpty() && (type.equals("URI") || type.equals("URL"))) {
      return universal;
    }
    String name = namespace.isEmpty() ? universal : namespace;
    if (name.isEmpty()) {
      return "";
    }
    return authority(name);
  }

  /** The URI of an authority that is named by its namespace or OID. */
  public String authority(String name) {
    String known = authorities.get(name);
    return known != null
        ? known
        : Identifier.isOid(name)
            ? "urn:oid:" + name
            : "urn:rtl:authority:"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Sex sex(String code) {
    return switch (code.toUpperCase(Locale.ROOT)) {
      case "F", "FEMALE" -> Sex.FEMALE;
      case "M", "MALE" -> Sex.MALE;
      case "O", "A", "N", "X" -> Sex.OTHER;
      default -> Sex.UNKNOWN;
    };
  }
}
