package org.radiologytrust.model;

/** A field of a report whose source checks name as evidence. */
public enum ReportField {
  PATIENT_ID("patient identifier"),
  PATIENT_NAME("patient name"),
  BIRTH_DATE("birth date"),
  SEX("sex"),
  PROCEDURE("procedure"),
  MODALITY("modality"),
  BODY_PART("body part"),
  LATERALITY("side"),
  STUDY_DATE("date of the study"),
  RELEASE_DATE("date of the report");

  private final String words;

  ReportField(String words) {
    this.words = words;
  }

  /** The field in words, for a report that did not come from a message. */
  public String words() {
    return words;
  }
}
