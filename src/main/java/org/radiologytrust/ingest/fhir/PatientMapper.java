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
import org.radiologytrust.model.Identifier;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Sex;

/** Whom a resource is about. */
final class PatientMapper {
  private PatientMapper() {}

  /**
   * The Patient that a subject means: from the message, else what the reference itself says.
   *
   * @param element of the subject, for the error
   * @throws FhirRefusedException when it is no Patient, or nothing identifies one
   */
  static Patient of(Reference subject, ReportResources contents, String element)
      throws FhirRefusedException {
    Resource resource = contents.resolve(subject);
    String reference = ReportResources.lasting(subject);
    if (resource != null && !(resource instanceof org.hl7.fhir.r4.model.Patient)
        || resource == null && !reference.isEmpty() && !isPatient(reference)
        || subject.hasType() && !"Patient".equals(subject.getType())) {
      throw FhirRefusedException.element(
          element, "not a Patient; only a patient's report is audited");
    }
    List<Identifier> logical = Identifiers.of(subject);
    if (resource instanceof org.hl7.fhir.r4.model.Patient patient && contradict(patient, logical)) {
      throw FhirRefusedException.element(
          element, "its identifier is not one of the Patient that it refers to");
    }
    Patient patient =
        resource == null
            ? new Patient(logical, "", "", null, Sex.UNKNOWN, reference)
            : of((org.hl7.fhir.r4.model.Patient) resource, logical, reference);
    if (patient.identifiers().isEmpty() && patient.reference().isEmpty()) {
      throw FhirRefusedException.element(
          element, "names no patient; send Patient.identifier or a reference that lasts");
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
          "Patient.modifierExtension", "not understood; send it without");
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

  private static HumanName name(List<HumanName> names) {
    return names.stream()
        .filter(n -> n.getUse() == NameUse.OFFICIAL)
        .findFirst()
        .or(() -> names.stream().filter(n -> n.getUse() != NameUse.OLD).findFirst())
        .orElseGet(HumanName::new);
  }

  /** A year or a month alone is no birth date to compare by. */
  private static LocalDate birthDate(DateType date) {
    String value = date.getValueAsString();
    return value == null || value.length() != 10 ? null : LocalDate.parse(value);
  }

  private static Sex sex(AdministrativeGender gender) {
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
