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
   * The stage of a report's life, from 0 to 5. A message with a lower stage than the stored version
   * is older, even when it arrives later.
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

  /** Whether the report is not final yet. */
  public boolean preliminary() {
    return this == REGISTERED || this == PARTIAL || this == PRELIMINARY;
  }

  /** Whether somebody has signed the report, and it is valid. */
  public boolean released() {
    return this == FINAL || corrects();
  }

  /** Whether the sender says that this version changes one that was final. */
  public boolean corrects() {
    return this == AMENDED || this == CORRECTED || this == APPENDED;
  }

  /** Whether the report is no longer valid, so that its published audit must be withdrawn. */
  public boolean withdrawn() {
    return this == CANCELLED || this == ENTERED_IN_ERROR;
  }
}
