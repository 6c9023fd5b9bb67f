package org.radiologytrust.ingest.document.cda;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Texts;

/**
 * Reads whom a CDA is about: each {@code recordTarget/patientRole} with its identifiers, names,
 * birth date and sex. What has a nullFlavor is not known.
 */
final class CdaPatients {
  private static final String NAME = "/patientRole/patient/name";
  private static final Pattern DATE = Pattern.compile("\\d{8}.*");
  private static final Patient NOBODY = new Patient(List.of(), "", "", null, Sex.UNKNOWN, "");

  private final List<Patient> all = new ArrayList<>();
  private final StringBuilder path = new StringBuilder();
  private final List<Identifier> identifiers = new ArrayList<>();
  private final StringBuilder family = new StringBuilder();
  private final StringBuilder given = new StringBuilder();
  private final StringBuilder undivided = new StringBuilder();
  private @Nullable LocalDate birthDate;
  private Sex sex = Sex.UNKNOWN;

  /** The patients; those of whom nothing is known are left out. */
  List<Patient> all() {
    return all;
  }

  /** Begins an element within recordTarget. */
  void start(String name, XMLStreamReader reader) {
    path.append('/').append(name);
    if (path.indexOf(NAME + "/") == 0) {
      undivided.append(' ');
    }
    if (reader.getAttributeValue(null, "nullFlavor") != null) {
      return;
    }
    switch (path.toString()) {
      case "/patientRole/id" -> identifier(reader);
      case "/patientRole/patient/birthTime" ->
          birthDate = date(Texts.orEmpty(reader.getAttributeValue(null, "value")));
      case "/patientRole/patient/administrativeGenderCode" ->
          sex = sex(Texts.orEmpty(reader.getAttributeValue(null, "code")));
      default -> {}
    }
  }

  void characters(String text) {
    switch (path.toString()) {
      case NAME -> undivided.append(text);
      case NAME + "/family" -> family.append(text);
      case NAME + "/given" -> given.append(text);
      default -> {}
    }
  }

  /** Ends an element within recordTarget, or recordTarget itself. */
  void end() {
    if (path.indexOf(NAME) == 0) {
      undivided.append(' ');
    }
    switch (path.toString()) {
      case NAME + "/family" -> family.append(' ');
      case NAME + "/given" -> given.append(' ');
      case "" -> finish();
      default -> {}
    }
    path.setLength(Math.max(0, path.lastIndexOf("/")));
  }

  private void finish() {
    if (family.toString().isBlank() && given.toString().isBlank()) {
      // a name that is not divided counts as family and as given name
      family.append(undivided);
      given.append(undivided);
    }
    Patient patient =
        new Patient(
            identifiers, family.toString().strip(), given.toString().strip(), birthDate, sex, "");
    if (!patient.equals(NOBODY)) {
      all.add(patient);
    }
    identifiers.clear();
    family.setLength(0);
    given.setLength(0);
    undivided.setLength(0);
    birthDate = null;
    sex = Sex.UNKNOWN;
  }

  /** An id with a root alone names an object, which no other system knows by a number. */
  private void identifier(XMLStreamReader reader) {
    String root = Texts.orEmpty(reader.getAttributeValue(null, "root")).strip();
    String extension = Texts.orEmpty(reader.getAttributeValue(null, "extension")).strip();
    if (!extension.isEmpty()) {
      String system = Identifier.isOid(root) ? "urn:oid:" + root : root;
      identifiers.add(new Identifier(system, extension, ""));
    }
  }

  /** The date of a time; null if only the year or the month is known, or there is no such day. */
  private static @Nullable LocalDate date(String time) {
    if (!DATE.matcher(time).matches()) {
      return null;
    }
    try {
      return LocalDate.parse(time.substring(0, 8), DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Sex sex(String code) {
    return switch (code) {
      case "F" -> Sex.FEMALE;
      case "M" -> Sex.MALE;
      case "UN" -> Sex.OTHER;
      default -> Sex.UNKNOWN;
    };
  }
}
