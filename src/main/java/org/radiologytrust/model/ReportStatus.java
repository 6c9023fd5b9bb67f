package org.radiologytrust.model;

/** Status of a report: the codes of FHIR's DiagnosticReport.status. */
public enum ReportStatus {
  REGISTERED("registered"),
  PARTIAL("partial"),
  PRELIMINARY("preliminary"),
  FINAL("final"),
  AMENDED("amended"),
  CORRECTED("corrected"),
  APPENDED("appended"),
  CANCELLED("cancelled"),
  ENTERED_IN_ERROR("entered-in-error"),
  UNKNOWN("unknown");

  private final String code;

  ReportStatus(String code) {
    this.code = code;
  }

  /** The FHIR code. */
  public String code() {
    return code;
  }

  /** The report no longer stands: what was said about it must be taken back. */
  public boolean withdrawn() {
    return this == CANCELLED || this == ENTERED_IN_ERROR;
  }
}
