package org.radiologytrust.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How heavy a flag weighs for the patient, the heaviest first. It decides the order of the worklist
 * and the severity of an audit, and who is told of the flag.
 */
public enum Weight {
  /** The images are of another patient. */
  OTHER_PATIENT("Another patient", true),

  /** A critical finding, of which the report does not say who was told. */
  CRITICAL("Critical; the report names no call", true),

  /** The wrong side, sex, organ or part of the body. */
  SIDE("Side, sex, organ", false),

  /** Two other statements that cannot both be right. */
  CONTRADICTION("Other contradictions", false),

  /** What is left out or is worded badly. */
  REST("The rest", false);

  private final String title;
  private final boolean urgent;

  Weight(String title, boolean urgent) {
    this.title = title;
    this.urgent = urgent;
  }

  /** The word for it in files, metrics and FHIR. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What people read above the reports of this weight. */
  public String title() {
    return title;
  }

  /** Whether somebody is told of it at once, and the oldest report comes first. */
  public boolean urgent() {
    return urgent;
  }

  /** The weight with this code. */
  public static Optional<Weight> ofCode(String code) {
    return Arrays.stream(values()).filter(w -> w.code().equals(code)).findFirst();
  }

  /** The weight of a flag that no row of {@code check/weights.yaml} is about. */
  public static Weight of(Label label) {
    return label == Label.NEEDS_REVIEW ? CONTRADICTION : REST;
  }
}
