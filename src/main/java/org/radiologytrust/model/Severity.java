package org.radiologytrust.model;

/** How urgently a person should look at a report, by its score. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH;

  /** Code of the CodeSystem rtl-severity. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
