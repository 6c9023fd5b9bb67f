package org.radiologytrust.ingest.hl7;

import java.util.Set;
import org.radiologytrust.journal.inbox.IntakeAlarm;

/**
 * Why a message is not accepted, for its acknowledgement.
 *
 * @param ack MSA-1: AE if the sender can correct the content, AR if such a message is never
 *     accepted
 * @param code table 0357
 * @param segment the wrong segment, e.g. {@code OBX}
 * @param sequence which of the segments of this name, from 1
 * @param field the wrong field; 0 for the whole segment
 * @param reason one sentence that names the field and what to do; never patient data
 * @param alarms why a person should look at the message at once; mostly empty
 */
record Refusal(
    String ack,
    ErrorCode code,
    String segment,
    int sequence,
    int field,
    String reason,
    Set<IntakeAlarm> alarms) {
  /** In the first segment of its name, without an alarm. */
  Refusal(String ack, ErrorCode code, String segment, int field, String reason) {
    this(ack, code, segment, 1, field, reason, Set.of());
  }

  static RefusedException error(ErrorCode code, String segment, int field, String reason) {
    return new RefusedException(new Refusal("AE", code, segment, field, reason));
  }

  /** A part of the message is another person's. */
  static RefusedException otherPerson(Segment segment, int field, String reason) {
    return new RefusedException(
        new Refusal(
            "AE",
            ErrorCode.UNKNOWN_KEY,
            segment.name(),
            segment.number(),
            field,
            reason,
            Set.of(IntakeAlarm.OTHER_PERSON)));
  }

  static RefusedException reject(ErrorCode code, String segment, int field, String reason) {
    return new RefusedException(new Refusal("AR", code, segment, field, reason));
  }

  /** The code and place of the answer, such as {@code AE 101 PID-3}. */
  @Override
  public String toString() {
    String which = sequence == 1 ? "" : "[" + sequence + "]";
    return ack + " " + code.code + " " + segment + which + (field == 0 ? "" : "-" + field);
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
