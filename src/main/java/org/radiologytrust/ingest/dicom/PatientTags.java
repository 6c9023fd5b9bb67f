package org.radiologytrust.ingest.dicom;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** Reads the patient from the tags of PS3.3 C.7.1.1. */
public final class PatientTags {

  private PatientTags() {}

  public static Patient read(DicomTags tags) {
    String id = tags.text("PatientID");
    String[] name = name(tags.text("PatientName"));
    return new Patient(
        id.isEmpty() ? List.of() : List.of(new Identifier(issuer(tags), id, "")),
        name[0],
        name[1],
        date(tags.text("PatientBirthDate")),
        sex(tags.text("PatientSex")),
        "");
  }

  private static String issuer(DicomTags tags) {
    String issuer = tags.text("IssuerOfPatientID");
    DicomTags qualifiers = tags.item("IssuerOfPatientIDQualifiersSequence").orElse(tags);
    if (qualifiers.text("UniversalEntityIDType").equals("ISO")) {
      issuer = qualifiers.text("UniversalEntityID");
    }
    return Identifier.isOid(issuer) ? "urn:oid:" + issuer : "";
  }

  /**
   * The family name, and the given and middle names, from the first component group of the PN value
   * that contains a name.
   */
  private static String[] name(String value) {
    for (String group : value.split("=")) {
      String[] parts = group.split("\\^", -1);
      String family = parts[0].strip();
      String given =
          ((parts.length > 1 ? parts[1].strip() : "")
                  + " "
                  + (parts.length > 2 ? parts[2].strip() : ""))
              .strip();
      if (!family.isEmpty() || !given.isEmpty()) {
        return new String[] {family, given};
      }
    }
    return new String[] {"", ""};
  }

  /** Parses a DA value, also in the older ACR-NEMA form (1961.02.03); null if it is not a date. */
  public static @Nullable LocalDate date(String value) {
    try {
      return LocalDate.parse(value.replace(".", ""), DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Sex sex(String value) {
    return switch (value) {
      case "F" -> Sex.FEMALE;
      case "M" -> Sex.MALE;
      case "O" -> Sex.OTHER;
      default -> Sex.UNKNOWN;
    };
  }
}
