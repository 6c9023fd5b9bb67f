package org.radiologytrust.model;

/** How urgently a person should review a report. It is derived from the score. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH;

  /** The code in the CodeSystem rtl-severity. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
