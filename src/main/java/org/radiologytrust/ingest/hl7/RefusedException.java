package org.radiologytrust.ingest.hl7;

/**
 * A message is not usable, and its sender has to correct it.
 *
 * <p>The exception's message goes into the acknowledgement: it names the field and what to do, and
 * contains no patient data.
 */
final class RefusedException extends Exception {
  private final Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.reason(), null, false, false);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
