package org.radiologytrust.ingest.hl7;

/**
 * Why a message is not accepted, as its acknowledgement says it.
 *
 * @param ack MSA-1: AE for content that can be mended, AR for what we never take
 * @param code table 0357
 * @param segment segment at fault, e.g. {@code OBX}
 * @param field field at fault; 0 for the whole segment
 * @param reason one sentence that names the field and what to do, and no patient
 */
record Refusal(String ack, ErrorCode code, String segment, int field, String reason) {
  static RefusedException error(ErrorCode code, String segment, int field, String reason) {
    return new RefusedException(new Refusal("AE", code, segment, field, reason));
  }

  static RefusedException reject(ErrorCode code, String segment, int field, String reason) {
    return new RefusedException(new Refusal("AR", code, segment, field, reason));
  }

  /** What could not be read at all. */
  static Refusal unreadable(String reason) {
    return new Refusal("AR", ErrorCode.INTERNAL, "MSH", 0, reason);
  }

  /** A fault of ours; the sender may try again. */
  static Refusal internal(String reason) {
    return new Refusal("AE", ErrorCode.INTERNAL, "MSH", 0, reason);
  }
}
