package org.radiologytrust.model;

/** How urgently a person should review a report: as its heaviest flag weighs. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH;

  /** Of a report whose heaviest flag weighs so much. */
  public static Severity of(Weight weight) {
    return switch (weight) {
      case OTHER_PATIENT, CRITICAL, SIDE -> HIGH;
      case CONTRADICTION -> MEDIUM;
      case REST -> LOW;
    };
  }

  /** The code in the CodeSystem rtl-severity. */
  public String code() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
