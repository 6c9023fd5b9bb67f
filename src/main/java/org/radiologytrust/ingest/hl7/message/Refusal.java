package org.radiologytrust.ingest.hl7.message;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
 * @param more what else is wrong with the message
 */
public record Refusal(
    String ack,
    ErrorCode code,
    String segment,
    int sequence,
    int field,
    String reason,
    Set<IntakeAlarm> alarms,
    List<Refusal> more) {
  public Refusal {
    more = List.copyOf(more);
  }

  /** For a message in which nothing else is wrong. */
  public Refusal(
      String ack,
      ErrorCode code,
      String segment,
      int sequence,
      int field,
      String reason,
      Set<IntakeAlarm> alarms) {
    this(ack, code, segment, sequence, field, reason, alarms, List.of());
  }

  /** In the first segment of its name, without an alarm. */
  public Refusal(String ack, ErrorCode code, String segment, int field, String reason) {
    this(ack, code, segment, 1, field, reason, Set.of());
  }

  /**
   * All that is wrong with a message, each place once.
   *
   * @param all at least one
   */
  public static Refusal of(List<Refusal> all) {
    List<Refusal> each = all.stream().flatMap(one -> one.each().stream()).distinct().toList();
    Refusal first = each.get(0);
    return new Refusal(
        each.stream().anyMatch(one -> one.ack.equals("AR")) ? "AR" : "AE",
        first.code,
        first.segment,
        first.sequence,
        first.field,
        first.reason,
        each.stream().flatMap(one -> one.alarms.stream()).collect(Collectors.toSet()),
        each.subList(1, each.size()));
  }

  /** This one and all others. */
  public List<Refusal> each() {
    return Stream.concat(
            Stream.of(new Refusal(ack, code, segment, sequence, field, reason, alarms)),
            more.stream())
        .toList();
  }

  /** The reasons of all. */
  public String reasons() {
    return each().stream().map(Refusal::reason).collect(Collectors.joining("; "));
  }

  /** The codes and places of the answer, such as {@code AE 101 PID-3, 101 OBX-5}. */
  @Override
  public String toString() {
    return ack + " " + each().stream().map(Refusal::place).collect(Collectors.joining(", "));
  }

  private String place() {
    String which = sequence == 1 ? "" : "[" + sequence + "]";
    return code.code + " " + segment + which + (field == 0 ? "" : "-" + field);
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
