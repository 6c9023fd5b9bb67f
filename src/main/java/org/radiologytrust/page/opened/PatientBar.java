package org.radiologytrust.page.opened;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.Score;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Texts;
import org.radiologytrust.page.door.Times;

/**
 * Whose report it is.
 *
 * @param name family name, given names
 * @param fields what is known, by name
 * @param score none unless every claim was assessed
 */
public record PatientBar(String name, List<Field> fields, String score) {
  /**
   * A named value.
   *
   * @param room what becomes of it where the line is too short for all
   */
  public record Field(String name, String value, Room room) {}

  /** How a field gives way, since the bar has one line at every width. */
  enum Room {
    KEEPS,
    /** It is cut. */
    CUT,
    /** A narrow window leaves it out. */
    OPT,
    /** A window for the half of a screen leaves it out. */
    OPT2;

    /** Class name in the style sheet. */
    String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public PatientBar {
    fields = List.copyOf(fields);
  }

  /**
   * @param audit empty while there is none
   */
  static PatientBar of(Report report, Optional<Audit> audit) {
    Patient patient = report.patient();
    List<Field> fields = new ArrayList<>();
    add(fields, "Sex", sex(patient.sex()), Room.KEEPS);
    add(
        fields,
        "Born",
        patient.birthDate() == null ? "" : Times.date(patient.birthDate()),
        Room.KEEPS);
    add(fields, "MRN", record(patient), Room.KEEPS);
    add(fields, "Exam", exam(report.order()), Room.CUT);
    add(fields, "Accession", report.order().accessionNumber(), Room.KEEPS);
    add(fields, "Radiologist", report.radiologist(), Room.OPT);
    add(
        fields,
        status(report),
        report.issued() == null ? "no date" : Times.dateTime(report.issued()),
        Room.OPT2);
    return new PatientBar(name(patient), fields, score(audit));
  }

  private static void add(List<Field> fields, String name, String value, Room room) {
    if (!value.isBlank()) {
      fields.add(new Field(name, value, room));
    }
  }

  static String name(Patient patient) {
    String name =
        Stream.of(patient.familyName(), patient.givenName())
            .filter(part -> !part.isBlank())
            .reduce((family, given) -> family + ", " + given)
            .orElse("");
    return name.isEmpty() ? "Name not known" : name;
  }

  private static String sex(Sex sex) {
    return switch (sex) {
      case FEMALE -> "F";
      case MALE -> "M";
      case OTHER -> "other";
      case UNKNOWN -> "";
    };
  }

  /** The medical record number, or the first identifier if none is marked as one. */
  static String record(Patient patient) {
    return patient.identifiers().stream()
        .filter(id -> id.type().equals("MR"))
        .findFirst()
        .or(() -> patient.identifiers().stream().findFirst())
        .map(Identifier::value)
        .orElse("");
  }

  static String exam(Order order) {
    String words = order.procedure().display();
    return words.isBlank() ? (order.modality() + " " + order.bodyPart()).strip() : words;
  }

  /** Such as {@code Final}. */
  static String status(Report report) {
    String words = report.status().code().replace('-', ' ');
    return Texts.capital(words);
  }

  static String score(Optional<Audit> audit) {
    return audit.map(Audit::score).map(Score::value).map(String::valueOf).orElse("none");
  }

  /** Withholds the patient's data. */
  @Override
  public String toString() {
    return "PatientBar";
  }
}
