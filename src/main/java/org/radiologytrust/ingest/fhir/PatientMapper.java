package org.radiologytrust.ingest.fhir;

import java.time.LocalDate;
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
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** Converts the patient of a resource. */
final class PatientMapper {
  private PatientMapper() {}

  /**
   * The patient of a subject: the Patient resource in the message, otherwise what the reference
   * itself says.
   *
   * @param element the subject's element, for the error
   * @throws FhirRefusedException if it is not a Patient, or nothing identifies one
   */
  static Patient of(Reference subject, ReportResources contents, String element)
      throws FhirRefusedException {
    Resource resource = contents.resolve(subject);
    String reference = ReportResources.external(subject);
    if (resource != null && !(resource instanceof org.hl7.fhir.r4.model.Patient)
        || resource == null && !reference.isEmpty() && !isPatient(reference)
        || subject.hasType() && !"Patient".equals(subject.getType())) {
      throw FhirRefusedException.element(
          element, "not a Patient; only reports about patients are audited");
    }
    List<Identifier> logical = Identifiers.of(subject);
    if (resource instanceof org.hl7.fhir.r4.model.Patient patient && contradict(patient, logical)) {
      throw FhirRefusedException.element(
          element, "its identifier contradicts those of the Patient that it refers to");
    }
    Patient patient =
        resource == null
            ? new Patient(logical, "", "", null, Sex.UNKNOWN, reference)
            : of((org.hl7.fhir.r4.model.Patient) resource, logical, reference);
    if (patient.identifiers().isEmpty() && patient.reference().isEmpty()) {
      throw FhirRefusedException.element(
          element,
          "names no patient; send Patient.identifier or a reference to a Patient on your server");
    }
    return patient;
  }

  private static boolean contradict(
      org.hl7.fhir.r4.model.Patient patient, List<Identifier> logical) {
    Patient one = new Patient(Identifiers.of(patient.getIdentifier()), "", "", null, null, "");
    return one.contradictsIdentity(new Patient(logical, "", "", null, null, ""));
  }

  private static boolean isPatient(String reference) {
    return reference.startsWith("Patient/") || reference.contains("/Patient/");
  }

  private static Patient of(
      org.hl7.fhir.r4.model.Patient source, List<Identifier> logical, String reference)
      throws FhirRefusedException {
    if (source.hasModifierExtension()) {
      throw FhirRefusedException.element(
          "Patient.modifierExtension", "not supported; send the resource without it");
    }
    List<Identifier> own = Identifiers.of(source.getIdentifier());
    HumanName name = name(source.getName());
    return new Patient(
        own.isEmpty() ? logical : own,
        name.getFamily(),
        name.getGiven().stream().map(PrimitiveType::getValue).collect(Collectors.joining(" ")),
        birthDate(source.getBirthDateElement()),
        sex(source.getGender()),
        reference);
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
