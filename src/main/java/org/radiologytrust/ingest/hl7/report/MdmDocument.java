package org.radiologytrust.ingest.hl7.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.Hl7Time;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.model.ReportField;
import org.radiologytrust.model.ReportStatus;

/**
 * What TXA and the event of an MDM say about its document.
 *
 * <p>Events with even numbers have the content: T02 original, T04 change of status, T06 addendum,
 * T08 edit, T10 replacement. T11 cancels. The others announce what a later message brings.
 */
final class MdmDocument {
  private static final Set<String> WITH_CONTENT = Set.of("T02", "T04", "T06", "T08", "T10");
  private static final String CANCELLATION = "T11";
  private static final String ADDENDUM = "T06";
  private static final String EDIT = "T08";
  private static final String REPLACEMENT = "T10";

  private static final Map<ReportField, String> SOURCES =
      Map.of(
          ReportField.PROCEDURE, "TXA-2",
          ReportField.MODALITY, "TXA-2",
          ReportField.LATERALITY, "TXA-2",
          ReportField.STUDY_DATE, "TXA-4");

  private final Hl7Message message;
  private final Segment txa;
  private final RadiologyCodes codes;
  private final ZoneId zone;
  private boolean ordered = true;

  private MdmDocument(Hl7Message message, Segment txa, RadiologyCodes codes, ZoneId zone) {
    this.message = message;
    this.txa = txa;
    this.codes = codes;
    this.zone = zone;
  }

  /**
   * Reads TXA.
   *
   * @throws RefusedException if there is none, or more than one
   */
  static MdmDocument of(Hl7Message message, RadiologyCodes codes, ZoneId zone)
      throws RefusedException {
    List<Segment> all = message.all("TXA");
    if (all.size() != 1) {
      throw RefusedException.error(
          ErrorCode.SEGMENT_SEQUENCE,
          "TXA",
          0,
          all.isEmpty()
              ? "no TXA segment; send the header of the document"
              : "more than one TXA segment; send one document per message");
    }
    return new MdmDocument(message, all.get(0), codes, zone);
  }

  /** Tells which parts of TXA are used, besides those that a mapping names. */
  void tell(Reading reading) {
    reading.used(txa, 2, "type of the document");
    reading.used(txa, 12, "document number");
    status().ifPresent(status -> reading.used(txa, 17, "status " + status.code()));
  }

  /** MSH-9.2. */
  String event() {
    return message.msh().value(9, 2);
  }

  String type() {
    return txa.value(2, 1);
  }

  boolean hasContent() {
    return WITH_CONTENT.contains(event());
  }

  boolean isAddendum() {
    return event().equals(ADDENDUM);
  }

  /**
   * Whether the document is withdrawn: by T11, by TXA-19, or by a replacement without anything in
   * its place.
   */
  boolean cancelled(List<OrderGroup> groups) {
    boolean empty = groups.stream().allMatch(group -> group.observations().isEmpty());
    return event().equals(CANCELLATION)
        || event().equals(REPLACEMENT) && empty
        || codes.documentAvailability(txa.value(19, 1)).filter(ReportStatus::withdrawn).isPresent();
  }

  /** The status that TXA-17 gives. */
  Optional<ReportStatus> status() {
    return codes.documentStatus(txa.value(17, 1)).map(this::changed);
  }

  /** The status after the change that the event stands for. */
  ReportStatus changed(ReportStatus status) {
    if (status != ReportStatus.FINAL) {
      return status;
    }
    return switch (event()) {
      case ADDENDUM -> ReportStatus.APPENDED;
      case EDIT, REPLACEMENT -> ReportStatus.CORRECTED;
      default -> status;
    };
  }

  /** When this version was released: the last of the times in TXA, for a cancellation EVN-2. */
  Optional<Instant> released() {
    Stream<String> times =
        event().equals(CANCELLATION)
            ? Stream.of()
            : Stream.concat(
                Stream.of(txa.value(6, 1), txa.value(7, 1), txa.value(8, 1)),
                txa.repetitions(22).stream().map(person -> txa.part(person, 15)));
    Optional<Instant> last = times.map(this::time).filter(Objects::nonNull).max(Instant::compareTo);
    return last.or(
        () ->
            message.all("EVN").stream()
                .map(evn -> time(evn.value(2, 1)))
                .filter(Objects::nonNull)
                .findFirst());
  }

  private @Nullable Instant time(String value) {
    return Hl7Time.instant(value, zone);
  }

  /**
   * The orders of the document. Where the message has none, TXA names one: its placer and filler
   * order numbers (TXA-14, TXA-15), its type or file name (TXA-2, TXA-16), and the time of the
   * examination (TXA-4).
   */
  List<OrderGroup> orders(List<OrderGroup> groups) {
    if (!groups.isEmpty()) {
      List<OrderGroup> all = new ArrayList<>(groups);
      all.set(0, all.get(0).numbered(numbers()));
      return all;
    }
    ordered = false;
    char field = txa.encoding().field();
    String name = txa.value(2, 2).isEmpty() ? "" : txa.field(2);
    String file = txa.encoding().component() + txa.field(16);
    String[] obr = {"OBR", "1", "", "", name.isEmpty() ? file : name, "", "", txa.field(4)};
    Segment order = new Segment(String.join(String.valueOf(field), obr), txa.encoding());
    return List.of(OrderGroup.ofDocument(order, message).numbered(numbers()));
  }

  private Segment numbers() {
    String separator = String.valueOf(txa.encoding().field());
    String filler = txa.at(15).piece(txa.encoding().repetition(), 1).text();
    return new Segment(String.join(separator, "ORC", "", txa.field(14), filler), txa.encoding());
  }

  /** The id of a report without accession number: that of the document which this one changes. */
  String reportId() {
    String parent = txa.value(13, 1);
    return changesAnother() && !parent.isEmpty() ? parent : txa.value(12, 1);
  }

  private boolean changesAnother() {
    return Set.of(ADDENDUM, EDIT, REPLACEMENT, CANCELLATION).contains(event());
  }

  /** The document's number and the number of the one that it changes. */
  List<String> ids() {
    Set<String> ids = new LinkedHashSet<>();
    Stream.of(txa.value(12, 1), changesAnother() ? txa.value(13, 1) : "")
        .filter(number -> !number.isEmpty())
        .forEach(number -> ids.add("document:" + number));
    return List.copyOf(ids);
  }

  /** From ORC-28, otherwise TXA-18. */
  String confidentiality(OrderGroup main) {
    String order = main.orc() == null ? "" : main.orc().value(28, 1);
    return codes.confidentiality(order.isEmpty() ? txa.value(18, 1) : order);
  }

  /** Where the message has the fields of the order. */
  Map<ReportField, String> sources(Map<ReportField, String> ofOrder) {
    Map<ReportField, String> sources = new EnumMap<>(ofOrder);
    if (!ordered) {
      sources.putAll(SOURCES);
      sources.remove(ReportField.BODY_PART);
    }
    sources.put(ReportField.RELEASE_DATE, "TXA");
    return sources;
  }
}
