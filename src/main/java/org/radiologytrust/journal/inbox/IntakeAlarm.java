package org.radiologytrust.journal.inbox;

import java.util.Locale;

/**
 * Why a person should look at a message, whatever it was answered: the values of {@code
 * rtl_intake_alarms_total{kind}}.
 */
public enum IntakeAlarm {
  /** A result or document of the message is another person's. */
  OTHER_PERSON,
  /** An element that nobody here can read may change the status, patient or number of a report. */
  UNKNOWN_ELEMENT,
  /** One number stands for reports of several patients, or for several examinations. */
  NUMBER_SHARED,
  /** Two numbers differ in case or leading zeros alone. */
  NUMBER_SIMILAR,
  /** Nothing says which of two versions is the newer one. */
  VERSION_ORDER,
  /** A message carries a time that is still to come. */
  TIME_IN_FUTURE,
  /** An audit of this product came back beside other results. */
  OWN_AUDIT,
  /** Patients are merged, unmerged or changed in a way that is not applied. */
  PATIENT_CHANGE;

  /** The value of the metric's label. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
