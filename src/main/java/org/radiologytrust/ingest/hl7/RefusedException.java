package org.radiologytrust.ingest.hl7;

/**
 * A message that cannot be used. To be mended by the sender.
 *
 * <p>Its message names the field and what to do, and no patient: it goes into the acknowledgement.
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
