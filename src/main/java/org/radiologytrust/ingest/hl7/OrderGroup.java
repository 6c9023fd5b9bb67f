package org.radiologytrust.ingest.hl7;

import java.util.ArrayList;
import java.util.List;

/**
 * An OBR with what belongs to it.
 *
 * @param obr the OBR
 * @param orc its ORC, or {@code null}
 * @param observations its OBX in the order in which they came
 * @param procedures its IPC
 */
record OrderGroup(Segment obr, Segment orc, List<Segment> observations, List<Segment> procedures) {

  /**
   * Groups by OBR: an ORC belongs to the OBR after it, else to the one before it; OBX and IPC
   * belong to the OBR before them, else to the first.
   */
  static List<OrderGroup> of(Hl7Message message) {
    List<OrderGroup> groups = new ArrayList<>();
    List<Segment> early = new ArrayList<>();
    Segment orc = null;
    for (Segment segment : message.segments()) {
      switch (segment.name()) {
        case "ORC" -> orc = segment;
        case "OBR" -> {
          groups.add(new OrderGroup(segment, orc, new ArrayList<>(), new ArrayList<>()));
          orc = null;
        }
        case "OBX", "IPC" -> {
          if (groups.isEmpty()) {
            early.add(segment);
          } else {
            groups.get(groups.size() - 1).add(segment);
          }
        }
        default -> {}
      }
    }
    if (groups.isEmpty()) {
      return groups;
    }
    for (int i = early.size() - 1; i >= 0; i--) {
      groups.get(0).addFirst(early.get(i));
    }
    OrderGroup last = groups.get(groups.size() - 1);
    if (orc != null && last.orc == null) {
      groups.set(
          groups.size() - 1, new OrderGroup(last.obr, orc, last.observations, last.procedures));
    }
    return groups;
  }

  private void add(Segment segment) {
    (segment.name().equals("OBX") ? observations : procedures).add(segment);
  }

  private void addFirst(Segment segment) {
    (segment.name().equals("OBX") ? observations : procedures).add(0, segment);
  }
}
