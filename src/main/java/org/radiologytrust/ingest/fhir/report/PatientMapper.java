package org.radiologytrust.ingest.fhir.report;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.HumanName.NameUse;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;
import org.radiologytrust.model.Texts;

/** Converts the patient of a resource. */
final class PatientMapper {
  private static final String SUBJECT = "DiagnosticReport.subject";

  /** More than any patient has: all of them are compared with those of another Patient. */
  private static final int MOST_IDENTIFIERS = 200;

  private static final int MOST_LINKS = 50;

  private PatientMapper() {}

  /**
   * The patient of a report: the Patient resource in the message, otherwise what the reference
   * itself says.
   *
   * @param draft whether the report is still open: then nothing needs to identify the patient
   * @throws FhirRefusedException if it is not a Patient, or nothing identifies one
   */
  static Patient of(ReportResources contents, boolean draft) throws FhirRefusedException {
    Reference subject = contents.report().getSubject();
    Resource resource = contents.resolve(subject);
    String reference = ReportResources.external(subject);
    if (!contents.isPatient(subject, contents.report())) {
      throw FhirRefusedException.element(
          SUBJECT, "not a Patient; only reports about patients are audited");
    }
    List<Identifier> logical = Identifiers.of(subject);
    Patient patient =
        resource == null
            ? new Patient(logical, "", "", null, Sex.UNKNOWN, reference)
            : of((org.hl7.fhir.r4.model.Patient) resource, logical, reference);
    if (!draft && patient.identifiers().isEmpty() && patient.reference().isEmpty()) {
      throw FhirRefusedException.element(
          SUBJECT,
          "names no patient; send Patient.identifier or a reference to a Patient on your server");
    }
    return patient;
  }

  private static Patient of(
      org.hl7.fhir.r4.model.Patient source, List<Identifier> logical, String reference)
      throws FhirRefusedException {
    requireFew(source);
    List<Identifier> own = Identifiers.of(source.getIdentifier());
    HumanName name = name(source.getName());
    return new Patient(
        own.isEmpty() ? logical : own,
        name.getFamily(),
        given(name),
        birthDate(source.getBirthDateElement()),
        sex(source.getGender()),
        reference);
  }

  private static void requireFew(org.hl7.fhir.r4.model.Patient source) throws FhirRefusedException {
    if (source.getIdentifier().size() > MOST_IDENTIFIERS) {
      throw FhirRefusedException.element(
          "Patient.identifier",
          "more than " + MOST_IDENTIFIERS + "; send only those that the patient has now");
    } else if (source.getLink().size() > MOST_LINKS) {
      throw FhirRefusedException.element(
          "Patient.link", "more than " + MOST_LINKS + "; send only those that stand");
    }
  }

  /**
   * All that a Patient says by which it can be weighed: old identifiers and all names, too. A name
   * that is not divided counts as family and as given name.
   *
   * @throws FhirRefusedException if it has too many identifiers or links to compare them
   */
  static Patient weighed(org.hl7.fhir.r4.model.Patient source) throws FhirRefusedException {
    requireFew(source);
    List<String> family = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (HumanName name : source.getName()) {
      boolean divided = name.hasFamily() || name.hasGiven();
      family.add(Texts.orEmpty(divided ? name.getFamily() : name.getText()));
      given.add(divided ? given(name) : Texts.orEmpty(name.getText()));
    }
    return new Patient(
        Identifiers.withOld(source.getIdentifier()),
        String.join(" ", family),
        String.join(" ", given),
        birthDate(source.getBirthDateElement()),
        sex(source.getGender()),
        "");
  }

  private static String given(HumanName name) {
    return name.getGiven().stream().map(PrimitiveType::getValue).collect(Collectors.joining(" "));
  }

  /** The official name, otherwise the first that is not old; an empty one if there is none. */
  static HumanName name(List<HumanName> names) {
    return names.stream()
        .filter(n -> n.getUse() == NameUse.OFFICIAL)
        .findFirst()
        .or(() -> names.stream().filter(n -> n.getUse() != NameUse.OLD).findFirst())
        .orElseGet(HumanName::new);
  }

  /** The birth date; null if only the year or the month is known, because it cannot be compared. */
  private static @Nullable LocalDate birthDate(DateType date) {
    String value = date.getValueAsString();
    return value == null || value.length() != 10 ? null : LocalDate.parse(value);
  }

  private static Sex sex(@Nullable AdministrativeGender gender) {
    if (gender == null) {
      return Sex.UNKNOWN;
    }
    return switch (gender) {
      case FEMALE -> Sex.FEMALE;
      case MALE -> Sex.MALE;
      case OTHER -> Sex.OTHER;
      default -> Sex.UNKNOWN;
    };
  }
}
