package org.radiologytrust.presign;

import java.util.Locale;

/** A way to the check. */
public enum Door {
  /** {@code POST /v1/process}. */
  DRAGON,
  /** {@code POST /api/check}. */
  API,
  /** {@code POST /fhir/DiagnosticReport/$check}. */
  FHIR,
  /** The page {@code /check}. */
  PAGE;

  /** Its name in the access log and in metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
