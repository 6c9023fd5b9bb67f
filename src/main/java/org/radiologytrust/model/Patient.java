package org.radiologytrust.model;

import java.time.LocalDate;
import java.util.List;

/**
 * Who a report or a study is about.
 *
 * @param identifiers all identifiers that the source names (PID-3 repetitions)
 * @param familyName empty when unknown
 * @param givenName given and middle names separated by a space; empty when unknown
 * @param birthDate {@code null} when unknown
 * @param sex never {@code null}
 * @param reference a FHIR literal reference such as {@code Patient/123} when the source gave one
 */
public record Patient(
    List<Identifier> identifiers,
    String familyName,
    String givenName,
    LocalDate birthDate,
    Sex sex,
    String reference) {
  public Patient {
    identifiers = Texts.copy(identifiers);
    familyName = Texts.orEmpty(familyName);
    givenName = Texts.orEmpty(givenName);
    sex = sex == null ? Sex.UNKNOWN : sex;
    reference = Texts.orEmpty(reference);
  }

  /** True when both name identifiers and none of them is the same. */
  public boolean contradictsIdentity(Patient other) {
    return !identifiers.isEmpty()
        && !other.identifiers.isEmpty()
        && identifiers.stream().noneMatch(a -> other.identifiers.stream().anyMatch(a::matches));
  }

  /**
   * True when this is surely another patient: by the identifiers; or, where one side names none, by
   * birth date or sex. With a shared identifier other data may have been corrected.
   */
  public boolean contradicts(Patient other) {
    return contradictsIdentity(other) || !sharesIdentifier(other) && differs(other);
  }

  /** True when birth date or sex differ; what one side does not name differs from nothing. */
  public boolean differs(Patient other) {
    return birthDate != null && other.birthDate != null && !birthDate.equals(other.birthDate)
        || sex.contradicts(other.sex);
  }

  /** True when one identifier is the same, or the literal reference. */
  public boolean sharesIdentifier(Patient other) {
    return !reference.isEmpty() && reference.equals(other.reference)
        || identifiers.stream().anyMatch(a -> other.identifiers.stream().anyMatch(a::matches));
  }

  /** Never the patient's data: a record's default text would carry it into a log. */
  @Override
  public String toString() {
    return "Patient[withheld]";
  }
}
