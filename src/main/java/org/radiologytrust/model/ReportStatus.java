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

  /**
   * How far a report has come: a later message may be older, but never further on the way, than the
   * one that it follows.
   */
  public int stage() {
    return switch (this) {
      case REGISTERED -> 0;
      case PARTIAL -> 1;
      case PRELIMINARY, UNKNOWN -> 2;
      case FINAL -> 3;
      case AMENDED, CORRECTED, APPENDED -> 4;
      case CANCELLED, ENTERED_IN_ERROR -> 5;
    };
  }

  /** The report no longer stands: what was said about it must be taken back. */
  public boolean withdrawn() {
    return this == CANCELLED || this == ENTERED_IN_ERROR;
  }
}
