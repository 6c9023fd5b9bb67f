package org.radiologytrust.ingest.hl7;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.hl7.OrderGroup.Observation;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Ignored;
import org.radiologytrust.journal.Inbox.Parsed;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;

/**
 * Reads a report from the segments of an ORU^R01. All orders of a message together are one report.
 */
final class ReportReader {
  /** Longer than any report. Limits the size of prompts and pages. In UTF-16 units. */
  static final int MAX_TEXT = 500_000;

  private final Reading reading;
  private final ZoneId zone;
  private final RadiologyCodes codes;
  private final ObservationReader observations;
  private final OrderReader orders;
  private final PatientReader patients;
  private final StatusReader statuses;
  private final UnreadSegments unread;

  /**
   * Creates a reader.
   *
   * @param zone of times without an offset, unless the mapping says another
   * @param authorities maps an assigning authority (CX.4 namespace) to the URI of its identifiers
   */
  ReportReader(Reading reading, ZoneId zone, Map<String, String> authorities) {
    this.reading = reading;
    this.zone = reading.mapping().zone() == null ? zone : reading.mapping().zone();
    this.codes = reading.codes();
    this.observations = new ObservationReader(reading);
    this.orders = new OrderReader(reading);
    this.patients = new PatientReader(reading, authorities);
    this.statuses = new StatusReader(reading);
    this.unread = new UnreadSegments(observations, codes);
  }

  Disposition read(Hl7Message message, String site) throws RefusedException {
    List<OrderGroup> orders = OrderGroup.of(message);
    if (orders.isEmpty()) {
      throw Refusal.error(
          ErrorCode.SEGMENT_SEQUENCE, "OBR", 0, "no OBR segment; send the order of the report");
    }
    List<OrderGroup> groups =
        orders.stream().filter(order -> notRadiology(order).isEmpty()).toList();
    if (groups.isEmpty()) {
      return new Ignored(notRadiology(orders.get(0)).orElseThrow());
    }
    List<Observation> all = groups.stream().flatMap(g -> g.observations().stream()).toList();
    refuseTruncated(all.stream().map(Observation::obx).filter(observations::isText).toList());
    ObxText.Assembled text = text(all);
    OrderGroup main =
        groups.stream().filter(this::hasText).findFirst().orElseGet(() -> groups.get(0));
    ReportStatus status = status(main, groups);
    if (text.text().isEmpty() && status == ReportStatus.REGISTERED) {
      return new Ignored("no result yet: OBR-25 is ordered or scheduled");
    }
    if (text.text().isEmpty() && !status.withdrawn()) {
      throw noText(groups);
    }
    return new Parsed(
        report(message, site, main, groups, text, status).withNotAudited(unread.of(groups)));
  }

  /** Why an order is not radiology; empty if it is. */
  private Optional<String> notRadiology(OrderGroup group) {
    for (SiteMapping.Filter filter : reading.mapping().radiology()) {
      Hl7Path path = filter.rule().path();
      List<Segment> segments = group.all(path.segment());
      if (!filter.passes(segments.stream().flatMap(s -> path.values(s).stream()).toList())) {
        String where = filter.rule().where();
        return Optional.of(
            path.place()
                + " is not a radiology service"
                + (where.equals(Rule.SHIPPED) ? "" : " (" + where + ")"));
      }
    }
    return Optional.empty();
  }

  private Report report(
      Hl7Message message,
      String site,
      OrderGroup main,
      List<OrderGroup> groups,
      ObxText.Assembled text,
      ReportStatus status)
      throws RefusedException {
    Patient patient = patients.read(message);
    Order order = orders.read(message, main, groups);
    String id =
        order.accessionNumber().isEmpty() ? order.fillerOrderNumber() : order.accessionNumber();
    if (id.isEmpty()) {
      throw Refusal.error(
          ErrorCode.REQUIRED_FIELD_MISSING,
          "OBR",
          3,
          "no accession number (OBR-18, OBR-3); send the filler order number in OBR-3"
              + reading.explained(MappedField.ACCESSION));
    }
    Instant released = Hl7Time.instant(main.obr().value(22, 1), zone);
    String processing = message.msh().value(11, 1);
    Report report =
        new Report(
            site,
            id,
            patient,
            order,
            text.text(),
            text.hints(),
            status,
            released == null ? Hl7Time.instant(message.msh().value(7, 1), zone) : released,
            Hl7Time.instant(main.obr().value(7, 1), zone),
            "",
            codes.confidentiality(main.orc() == null ? "" : main.orc().value(28, 1)),
            !processing.isEmpty() && !processing.equals("P"));
    return report
        .readFrom(orders.sources(main))
        .interpretedBy(InterpreterReader.of(main, groups))
        .tracedTo(Origins.of(text.text(), text.runs(), message.bytes()));
  }

  /**
   * The status of the message. If its orders differ, the least final status counts, because they
   * are one report.
   */
  private ReportStatus status(OrderGroup main, List<OrderGroup> groups) {
    List<ReportStatus> all =
        groups.stream()
            .filter(this::hasText)
            .map(group -> statuses.status(group, lines(group)))
            .toList();
    return StatusReader.leastFinal(all).orElseGet(() -> statuses.status(main, lines(main)));
  }

  private List<Segment> lines(OrderGroup group) {
    return group.observations().stream()
        .map(Observation::obx)
        .filter(observations::isText)
        .toList();
  }

  private boolean hasText(OrderGroup group) {
    return lines(group).stream().anyMatch(obx -> !observations.text(obx).text().isBlank())
        || group.observations().stream()
            .flatMap(o -> o.notes().stream())
            .anyMatch(nte -> !observations.note(nte).text().isBlank());
  }

  private ObxText.Assembled text(List<Observation> all) throws RefusedException {
    ObxText text = new ObxText();
    long length = 0;
    for (Observation observation : all) {
      Segment obx = observation.obx();
      boolean stands = !observations.withdrawn(obx);
      if (observations.isText(obx)) {
        length = bounded(length + obx.slice().length());
        if (stands) {
          text.add(observations.text(obx), observations.section(obx));
        }
      }
      for (Segment nte : observation.notes()) {
        length = bounded(length + nte.slice().length());
        if (stands) {
          text.add(observations.note(nte), observations.section(obx));
        }
      }
    }
    return text.assemble();
  }

  private static long bounded(long length) throws RefusedException {
    if (length > MAX_TEXT) {
      throw Refusal.error(
          ErrorCode.DATA_TYPE,
          "OBX",
          5,
          "OBX-5 has more text than any report (" + MAX_TEXT + " characters); send one report");
    }
    return length;
  }

  /** Refuses a message whose last OBX lacks OBX-11 while all others have it: it was truncated. */
  private static void refuseTruncated(List<Segment> lines) throws RefusedException {
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

  private RefusedException noText(List<OrderGroup> groups) {
    boolean document =
        groups.stream()
            .flatMap(g -> g.observations().stream())
            .map(Observation::obx)
            .anyMatch(observations::isDocument);
    return Refusal.error(
        ErrorCode.REQUIRED_FIELD_MISSING,
        "OBX",
        5,
        document
            ? "OBX-5 has a document but no text; send the text as TX or FT"
            : "OBX-5 has no report text; send it in OBX segments of type TX, FT or ST");
  }
}
