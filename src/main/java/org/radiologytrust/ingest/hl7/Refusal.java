package org.radiologytrust.ingest.hl7;

/**
 * Why a message is not accepted, for its acknowledgement.
 *
 * @param ack MSA-1: AE if the sender can correct the content, AR if such a message is never
 *     accepted
 * @param code table 0357
 * @param segment the wrong segment, e.g. {@code OBX}
 * @param field the wrong field; 0 for the whole segment
 * @param reason one sentence that names the field and what to do; never patient data
 */
record Refusal(String ack, ErrorCode code, String segment, int field, String reason) {
  static RefusedException error(ErrorCode code, String segment, int field, String reason) {
    return new RefusedException(new Refusal("AE", code, segment, field, reason));
  }

  static RefusedException reject(ErrorCode code, String segment, int field, String reason) {
    return new RefusedException(new Refusal("AR", code, segment, field, reason));
  }

  /** The code and place of the answer, such as {@code AE 101 PID-3}. */
  @Override
  public String toString() {
    return ack + " " + code.code + " " + segment + (field == 0 ? "" : "-" + field);
  }

  /** For a message that could not be read at all. */
  static Refusal unreadable(String reason) {
    return new Refusal("AR", ErrorCode.INTERNAL, "MSH", 0, reason);
  }

  /** For an error of this program; the sender may try again. */
  static Refusal internal(String reason) {
    return new Refusal("AE", ErrorCode.INTERNAL, "MSH", 0, reason);
  }
}
