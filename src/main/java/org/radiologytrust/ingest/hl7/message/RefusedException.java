package org.radiologytrust.ingest.hl7.message;

/**
 * A message is not usable, and its sender has to correct it.
 *
 * <p>The exception's message goes into the acknowledgement: it names the field and what to do, and
 * contains no patient data.
 */
public final class RefusedException extends Exception {
  private final Refusal refusal;

  public RefusedException(Refusal refusal) {
    super(refusal.reasons(), null, false, false);
    this.refusal = refusal;
  }

  /** The sender can correct the content. */
  public static RefusedException error(ErrorCode code, String segment, int field, String reason) {
    return new RefusedException(new Refusal("AE", code, segment, field, reason));
  }

  /** Such a message is never accepted. */
  public static RefusedException reject(ErrorCode code, String segment, int field, String reason) {
    return new RefusedException(new Refusal("AR", code, segment, field, reason));
  }

  public Refusal refusal() {
    return refusal;
  }
}
