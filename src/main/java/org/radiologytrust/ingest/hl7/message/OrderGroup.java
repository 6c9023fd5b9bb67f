package org.radiologytrust.ingest.hl7.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OBR with the segments that belong to it.
 *
 * @param orc its ORC; null if there is none
 * @param notes NTE directly after the OBR
 * @param observations its OBX in their original order
 * @param procedures its IPC
 * @param participants its PRT
 * @param others its segments of other names
 * @param header the segments of other names before the first OBR, such as MSH and PID
 */
public record OrderGroup(
    Segment obr,
    @Nullable Segment orc,
    List<Segment> notes,
    List<Observation> observations,
    List<Segment> procedures,
    List<Segment> participants,
    List<Segment> others,
    List<Segment> header) {

  /** An OBX with the NTE after it, in their original order. */
  public record Observation(Segment obx, List<Segment> notes) {
    Observation(Segment obx) {
      this(obx, new ArrayList<>());
    }

    /** Whether it has neither a value nor a note: an empty line. */
    public boolean isBlank() {
      return obx.at(5).isBlank() && notes.stream().allMatch(nte -> nte.at(3).isBlank());
    }
  }

  /**
   * Groups segments by OBR. An ORC belongs to the next OBR, otherwise to the previous one. OBX and
   * IPC belong to the previous OBR, otherwise to the first one; a PRT belongs to the previous OBR.
   * An NTE belongs to the OBX or OBR before it; after any other segment, such as PID or ORC, it is
   * not part of a report.
   */
  public static List<OrderGroup> of(Hl7Message message) {
    Grouping grouping = new Grouping();
    message.segments().forEach(grouping::add);
    return grouping.done();
  }

  private OrderGroup(Segment obr, @Nullable Segment orc, List<Segment> header) {
    this(
        obr,
        orc,
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        new ArrayList<>(),
        header);
  }

  /** A group for an OBR that the message does not have, with all OBX of the message. */
  public static OrderGroup ofDocument(Segment obr, Hl7Message message) {
    Grouping grouping = new Grouping();
    grouping.add(obr);
    message.segments().forEach(grouping::add);
    return grouping.done().get(0);
  }

  /** The same order with an ORC if it has none and its OBR has no numbers. */
  public OrderGroup numbered(Segment by) {
    boolean needed = orc == null && obr.at(2).isBlank() && obr.at(3).isBlank();
    return needed ? ordered(by) : this;
  }

  /** All segments of the order. */
  public List<Segment> segments() {
    List<Segment> all = new ArrayList<>(others);
    all.add(obr);
    all.addAll(orc == null ? List.of() : List.of(orc));
    all.addAll(procedures);
    all.addAll(participants);
    observations.forEach(observation -> all.add(observation.obx()));
    return all;
  }

  private OrderGroup ordered(Segment by) {
    return new OrderGroup(obr, by, notes, observations, procedures, participants, others, header);
  }

  /**
   * Its segments of a name. For one that belongs to no order, such as PID, those before the first
   * order.
   */
  public List<Segment> all(String name) {
    return switch (name) {
      case "OBR" -> List.of(obr);
      case "ORC" -> orc == null ? List.of() : List.of(orc);
      case "NTE" -> notes;
      case "OBX" -> observations.stream().map(Observation::obx).toList();
      case "IPC" -> procedures;
      case "PRT" -> participants;
      default -> {
        List<Segment> own = named(others, name);
        yield own.isEmpty() ? named(header, name) : own;
      }
    };
  }

  private static List<Segment> named(List<Segment> all, String name) {
    return all.stream().filter(segment -> segment.name().equals(name)).toList();
  }

  /** Collects the groups in one pass over the segments. */
  private static final class Grouping {
    private final List<OrderGroup> groups = new ArrayList<>();
    private final List<Observation> early = new ArrayList<>();
    private final List<Segment> earlyProcedures = new ArrayList<>();
    private final List<Segment> header = new ArrayList<>();
    private @Nullable Segment orc;

    /** Where the next NTE is added; null if it is not part of a report. */
    private @Nullable List<Segment> notes;

    void add(Segment segment) {
      switch (segment.name()) {
        case "NTE" -> {
          if (notes != null) {
            notes.add(segment);
          }
        }
        case "ORC" -> {
          orc = segment;
          notes = null;
        }
        case "OBR" -> {
          OrderGroup group = new OrderGroup(segment, orc, header);
          groups.add(group);
          orc = null;
          notes = group.notes;
        }
        case "OBX" -> {
          Observation observation = new Observation(segment);
          (groups.isEmpty() ? early : last().observations).add(observation);
          notes = observation.notes;
        }
        case "IPC" -> {
          (groups.isEmpty() ? earlyProcedures : last().procedures).add(segment);
          notes = null;
        }
        default -> {
          // participant (PRT) and Z segments may stand between a segment and its notes
          boolean participant = segment.name().equals("PRT");
          if (groups.isEmpty()) {
            header.add(segment);
          } else {
            (participant ? last().participants : last().others).add(segment);
          }
          boolean between = participant || segment.name().startsWith("Z");
          notes = between ? notes : null;
        }
      }
    }

    private OrderGroup last() {
      return groups.get(groups.size() - 1);
    }

    List<OrderGroup> done() {
      if (groups.isEmpty()) {
        return groups;
      }
      groups.get(0).observations.addAll(0, early);
      groups.get(0).procedures.addAll(0, earlyProcedures);
      if (orc != null && last().orc == null) {
        groups.set(groups.size() - 1, last().ordered(orc));
      }
      return groups;
    }
  }
}
