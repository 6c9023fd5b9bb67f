package org.radiologytrust.ingest.hl7.message;

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
public record Refusal(
    String ack,
    ErrorCode code,
    String segment,
    int sequence,
    int field,
    String reason,
    Set<IntakeAlarm> alarms) {
  /** In the first segment of its name, without an alarm. */
  public Refusal(String ack, ErrorCode code, String segment, int field, String reason) {
    this(ack, code, segment, 1, field, reason, Set.of());
  }

  /** The code and place of the answer, such as {@code AE 101 PID-3}. */
  @Override
  public String toString() {
    String which = sequence == 1 ? "" : "[" + sequence + "]";
    return ack + " " + code.code + " " + segment + which + (field == 0 ? "" : "-" + field);
  }

  /** For a message that could not be read at all. */
  public static Refusal unreadable(String reason) {
    return new Refusal("AR", ErrorCode.INTERNAL, "MSH", 0, reason);
  }

  /** For an error of this program; the sender may try again. */
  public static Refusal internal(String reason) {
    return new Refusal("AE", ErrorCode.INTERNAL, "MSH", 0, reason);
  }
}
