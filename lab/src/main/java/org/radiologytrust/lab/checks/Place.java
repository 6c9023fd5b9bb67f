package org.radiologytrust.lab.checks;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A part of a report into which an error can be seeded, in the order in which reports have them.
 */
enum Place {
  @JsonProperty("exam")
  EXAM,
  @JsonProperty("indication")
  INDICATION,
  @JsonProperty("comparison")
  COMPARISON,
  @JsonProperty("technique")
  TECHNIQUE,
  @JsonProperty("findings")
  FINDINGS,
  @JsonProperty("impression")
  IMPRESSION,
  @JsonProperty("addendum")
  ADDENDUM,
  @JsonProperty("other")
  OTHER
}
