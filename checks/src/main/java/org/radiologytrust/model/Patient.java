package org.radiologytrust.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The patient of a report or study.
 *
 * @param identifiers all identifiers of the source (PID-3 repetitions)
 * @param familyName empty when unknown
 * @param givenName given and middle names separated by a space; empty when unknown
 * @param birthDate {@code null} when unknown
 * @param sex {@link Sex#UNKNOWN} when the source does not say
 * @param reference a FHIR literal reference such as {@code Patient/123} when the source gave one
 */
public record Patient(
    List<Identifier> identifiers,
    String familyName,
    String givenName,
    @Nullable LocalDate birthDate,
    Sex sex,
    String reference) {
  public Patient {
    identifiers = Texts.copy(identifiers);
    familyName = Texts.orEmpty(familyName);
    givenName = Texts.orEmpty(givenName);
    sex = sex == null ? Sex.UNKNOWN : sex;
    reference = Texts.orEmpty(reference);
  }

  /** How the numbers of both compare. */
  NumbersOfPerson numbers(Patient other) {
    return NumbersOfPerson.compare(
        identifiers, other.identifiers, !reference.isEmpty() && reference.equals(other.reference));
  }

  /** Whether both have numbers, and these say that they are two persons. */
  public boolean contradictsIdentity(Patient other) {
    return switch (numbers(other)) {
      case PARTED, OTHER, ELSEWHERE -> true;
      case SAME, UNKNOWN -> false;
    };
  }

  /** Whether this is another patient, as {@link PatientMatch} weighs it. */
  public boolean contradicts(Patient other) {
    return PatientMatch.of(this, other).contradicts();
  }

  /** Whether birth date or sex differ. A value that one side does not have does not differ. */
  public boolean differs(Patient other) {
    return birthDate != null && other.birthDate != null && !birthDate.equals(other.birthDate)
        || sex.contradicts(other.sex);
  }

  /**
   * Whether they share the number of a person or the literal reference, and have no other record
   * numbers of one authority.
   */
  public boolean sharesIdentifier(Patient other) {
    return numbers(other) == NumbersOfPerson.SAME;
  }

  /** The same patient without the literal reference. */
  public Patient identifiedAlone() {
    return new Patient(identifiers, familyName, givenName, birthDate, sex, "");
  }

  /**
   * The patient as another site sees it: without the literal reference and numbers that no
   * authority is named for, because these count at their own site alone.
   */
  public Patient elsewhere() {
    return identifiedBy(identifiers.stream().filter(id -> !id.system().isEmpty()).toList())
        .identifiedAlone();
  }

  /** The same patient with these identifiers. */
  public Patient identifiedBy(List<Identifier> all) {
    return new Patient(all, familyName, givenName, birthDate, sex, reference);
  }

  /** The same patient with the other's name, birth date and sex, as far as they are known. */
  public Patient corrected(Patient other) {
    boolean named = !other.familyName.isEmpty();
    return new Patient(
        identifiers,
        named ? other.familyName : familyName,
        named ? other.givenName : givenName,
        other.birthDate == null ? birthDate : other.birthDate,
        other.sex == Sex.UNKNOWN ? sex : other.sex,
        reference);
  }

  /** Withholds the patient's data, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "Patient[withheld]";
  }
}
