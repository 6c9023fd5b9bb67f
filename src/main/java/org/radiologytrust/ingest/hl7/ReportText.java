package org.radiologytrust.ingest.hl7;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.hl7.OrderGroup.Observation;

/** Reads the text of orders from their OBX and the NTE after them. */
final class ReportText {
  /** Longer than any report. Limits the size of prompts and pages. In UTF-16 units. */
  static final int MAX_LENGTH = 500_000;

  private final ObservationReader observations;
  private final MappedHeadings headings;
  private final Trace trace;

  ReportText(ObservationReader observations, Reading reading) {
    this.observations = observations;
    this.headings = new MappedHeadings(reading.mapping().sections().headings());
    this.trace = reading.trace();
  }

  /**
   * The text of the orders, without the lines that were withdrawn.
   *
   * @throws RefusedException if it is longer than {@link #MAX_LENGTH}
   */
  ObxText.Assembled of(List<OrderGroup> groups) throws RefusedException {
    ObxText text = new ObxText();
    long length = 0;
    for (OrderGroup group : groups) {
      for (Observation observation : group.observations()) {
        Segment obx = observation.obx();
        boolean stands = !observations.withdrawn(obx);
        if (observations.isText(obx)) {
          length = bounded(length + obx.slice().length());
          if (stands) {
            add(text, obx, "OBX-5", observations.text(obx), observations.sectioned(obx));
          } else {
            trace.unused(obx, "OBX-5", "the line was withdrawn");
          }
        }
        for (Segment nte : observation.notes()) {
          length = bounded(length + nte.slice().length());
          if (stands) {
            add(text, nte, "NTE-3", observations.note(nte), observations.sectioned(obx));
          } else {
            trace.unused(nte, "NTE-3", "the line before it was withdrawn");
          }
        }
      }
    }
    ObxText.Assembled all = text.assemble();
    return new ObxText.Assembled(all.text(), headings.with(all.hints(), all.text()), all.runs());
  }

  private void add(
      ObxText text,
      Segment segment,
      String place,
      TracedText part,
      ObservationReader.@Nullable Sectioned section) {
    text.add(part, section == null ? null : section.section());
    if (part.text().isBlank()) {
      trace.unused(segment, place, "an empty line");
    } else if (section == null) {
      trace.used(segment, place, "text", Rule.SHIPPED, part.text());
    } else {
      trace.used(
          segment, place, "text of section " + section.section(), section.where(), part.text());
    }
  }

  /** The OBX of an order that carry text, also withdrawn ones. */
  List<Segment> lines(OrderGroup group) {
    return group.observations().stream()
        .map(Observation::obx)
        .filter(observations::isText)
        .toList();
  }

  /** Whether an order has text, also if it was withdrawn. */
  boolean isIn(OrderGroup group) {
    return lines(group).stream().anyMatch(obx -> !observations.text(obx).text().isBlank())
        || notes(group).anyMatch(nte -> !observations.note(nte).text().isBlank());
  }

  /** The text of an order with each run of white space as one blank; empty if there is none. */
  String levelled(OrderGroup group) {
    StringBuilder text = new StringBuilder();
    lines(group).stream()
        .filter(obx -> !observations.withdrawn(obx))
        .forEach(obx -> text.append(observations.text(obx).text()).append(' '));
    notes(group).forEach(nte -> text.append(observations.note(nte).text()).append(' '));
    return text.toString().strip().replaceAll("\\s+", " ");
  }

  private static Stream<Segment> notes(OrderGroup group) {
    return group.observations().stream().flatMap(o -> o.notes().stream());
  }

  /** Refuses a message whose last OBX lacks OBX-11 while all others have it: it was truncated. */
  void refuseTruncated(List<OrderGroup> groups) throws RefusedException {
    List<Segment> lines = groups.stream().flatMap(group -> lines(group).stream()).toList();
    int last = lines.size() - 1;
    if (last > 0
        && !lines.get(last).reaches(11)
        && lines.subList(0, last).stream().allMatch(obx -> obx.reaches(11))) {
      throw Refusal.error(
          ErrorCode.REQUIRED_FIELD_MISSING,
          "OBX",
          11,
          "the last OBX ends before OBX-11: the message was truncated; send it complete");
    }
  }

  /** The refusal of a report without text. */
  RefusedException missing(List<OrderGroup> groups) {
    boolean document =
        groups.stream()
            .flatMap(group -> group.observations().stream())
            .anyMatch(observation -> observations.isDocument(observation.obx()));
    return Refusal.error(
        ErrorCode.REQUIRED_FIELD_MISSING,
        "OBX",
        5,
        document
            ? "OBX-5 has a document but no text; send the text as TX or FT"
            : "OBX-5 has no report text; send it in OBX segments of type TX, FT or ST");
  }

  private static long bounded(long length) throws RefusedException {
    if (length > MAX_LENGTH) {
      throw Refusal.error(
          ErrorCode.DATA_TYPE,
          "OBX",
          5,
          "OBX-5 has more text than any report (" + MAX_LENGTH + " characters); send one report");
    }
    return length;
  }
}
