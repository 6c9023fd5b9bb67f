package org.radiologytrust.model;

/** What kind of statement a claim is. */
public enum ClaimType {
  FINDING,
  ABSENCE,
  MEASUREMENT,
  IMPRESSION,
  RECOMMENDATION
}
