package org.radiologytrust.ingest.hl7.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.hl7.mapping.MappedField;
import org.radiologytrust.ingest.hl7.mapping.Rule;
import org.radiologytrust.ingest.hl7.mapping.SiteMapping;
import org.radiologytrust.ingest.hl7.message.ErrorCode;
import org.radiologytrust.ingest.hl7.message.Hl7Message;
import org.radiologytrust.ingest.hl7.message.Hl7Path;
import org.radiologytrust.ingest.hl7.message.Hl7Time;
import org.radiologytrust.ingest.hl7.message.OrderGroup;
import org.radiologytrust.ingest.hl7.message.Refusals;
import org.radiologytrust.ingest.hl7.message.RefusedException;
import org.radiologytrust.ingest.hl7.message.Segment;
import org.radiologytrust.ingest.hl7.report.ReportGrouping.Grouped;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.model.AnsweredOrder;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;
import org.radiologytrust.model.Span;

/** Reads the reports of an ORU^R01 or an MDM. */
public final class ReportReader {
  private static final String NO_ACCESSION =
      "no accession number (OBR-18, OBR-3); send the filler order number in OBR-3";

  private static final String RELEASED = "time of release";

  private final Reading reading;
  private final ZoneId zone;
  private final RadiologyCodes codes;
  private final ObservationReader observations;
  private final boolean readsDocuments;
  private final AttachedDocuments attached;
  private final ReportText texts;
  private final OrderReader orders;
  private final PatientReader patients;
  private final StatusReader statuses;
  private final AuthorReader authors;
  private final UnreadSegments unread;
  private final ReportGrouping grouping;

  /**
   * Creates a reader.
   *
   * @param zone of times without an offset, unless the mapping says another
   * @param authorities maps an assigning authority (CX.4 namespace) to the URI of its identifiers
   * @param documents reads documents; null if they are not read
   */
  public ReportReader(
      Reading reading,
      ZoneId zone,
      Map<String, String> authorities,
      @Nullable Documents documents) {
    ObservationReader observations = new ObservationReader(reading);
    this.reading = reading;
    this.zone = reading.mapping().zone() == null ? zone : reading.mapping().zone();
    this.codes = reading.codes();
    this.attached = new AttachedDocuments(documents, observations);
    this.observations = observations;
    this.readsDocuments = documents != null;
    this.texts = new ReportText(observations, reading, attached);
    this.orders = new OrderReader(reading);
    this.patients = new PatientReader(reading, authorities);
    this.statuses = new StatusReader(reading);
    this.authors = new AuthorReader(reading, this.zone);
    this.unread = new UnreadSegments(observations, reading, attached);
    this.grouping = new ReportGrouping(orders, texts::levelled, group -> status(group).withdrawn());
  }

  /**
   * Reads the reports of an ORU.
   *
   * @param ignoringNoResult whether a message without OBX is ignored; otherwise it is refused
   * @return ignored if no order is radiology or has a result yet
   */
  public Disposition results(Hl7Message message, String site, boolean ignoringNoResult)
      throws RefusedException {
    List<OrderGroup> all = OrderGroup.of(message);
    if (all.isEmpty()) {
      throw RefusedException.error(
          ErrorCode.SEGMENT_SEQUENCE, "OBR", 0, "no OBR segment; send the order of the report");
    }
    List<OrderGroup> groups = radiology(all);
    if (groups.isEmpty()) {
      return new Ignored(notRadiology(all.get(0)).orElseThrow());
    }
    Refusals errors = new Refusals();
    errors.check(() -> texts.refuseTruncated(groups));
    List<Grouped> found = grouping.of(groups);
    List<Report> reports = new ArrayList<>();
    for (Grouped grouped : found) {
      Optional<ObxText.Assembled> read = errors.read(() -> texts.of(grouped.texts()));
      ObxText.Assembled text = read.orElse(ObxText.Assembled.NONE);
      OrderGroup main = main(grouped.orders());
      ReportStatus status = status(main, grouped.orders());
      if (read.isPresent() && text.text().isEmpty() && status == ReportStatus.REGISTERED) {
        return new Ignored("no result yet: OBR-25 is ordered or scheduled");
      }
      if (read.isPresent() && text.text().isEmpty() && !status.withdrawn()) {
        if (ignoringNoResult && hasNoResult(message)) {
          return new Ignored(
              message.all("OBX").isEmpty()
                  ? "no result: the message has no OBX"
                  : "no result: OBX-11 says that it was not asked for (N)");
        }
        errors.add(texts.missing(groups));
      }
      List<Segment> studies =
          found.size() == 1
              ? message.segments()
              : grouped.orders().stream().flatMap(group -> group.segments().stream()).toList();
      Order order = orders.read(main, grouped.orders(), studies);
      String id =
          order.accessionNumber().isEmpty() ? order.fillerOrderNumber() : order.accessionNumber();
      if (id.isEmpty()) {
        errors.add(
            RefusedException.error(
                ErrorCode.REQUIRED_FIELD_MISSING,
                "OBR",
                3,
                NO_ACCESSION + reading.explained(MappedField.ACCESSION)));
      }
      AuthorReader.Found wrote = authors.read(main, grouped.orders(), status);
      Optional<Patient> person = errors.read(() -> patients.read(message));
      if (!errors.isEmpty()) {
        continue;
      }
      Patient patient = person.orElseThrow();
      text = own(text, patient, status);
      reports.add(
          Report.of(site, id)
              .patient(patient)
              .order(order)
              .text(text.text())
              .hints(text.hints())
              .status(status)
              .issued(released(message, main))
              .effective(Hl7Time.instant(main.obr().value(7, 1), zone))
              .confidentiality(
                  codes.confidentiality(main.orc() == null ? "" : main.orc().value(28, 1)))
              .pilot(isPilot(message))
              .sources(orders.sources(main))
              .radiologist(wrote.radiologist())
              .authors(wrote.authors())
              .origins(Origins.of(text.text(), text.runs(), message.bytes()))
              .otherIds(orders.otherIds(grouped.orders(), id))
              .notAudited(unread.of(grouped.orders()))
              .orders(answered(grouped, text.parts()))
              .urgency(orders.urgency(grouped.orders()))
              .build());
    }
    errors.require();
    return new Parsed(reports);
  }

  /** The orders, each with the text that stands under it; none if the report answers one alone. */
  private List<AnsweredOrder> answered(Grouped grouped, List<ObxText.Part> parts) {
    if (grouped.orders().size() == 1) {
      return List.of();
    }
    Map<OrderGroup, Span> texts = new IdentityHashMap<>();
    parts.forEach(part -> texts.putIfAbsent(part.order(), part.text()));
    List<AnsweredOrder> all = new ArrayList<>();
    for (int i = 0; i < grouped.orders().size(); i++) {
      Span text = texts.get(grouped.bearers().get(i));
      all.add(new AnsweredOrder(orders.read(grouped.orders().get(i)), text));
    }
    return AnsweredOrder.kept(all);
  }

  /**
   * Reads the report of an MDM.
   *
   * @return ignored if the document is no radiology report or the message has no content
   */
  public Disposition document(Hl7Message message, String site) throws RefusedException {
    MdmDocument document = MdmDocument.of(message, codes, zone);
    document.tell(reading);
    if (codes.notRadiologyDocument(document.type())) {
      return new Ignored("TXA-2 is not a radiology document");
    }
    List<OrderGroup> all = document.orders(OrderGroup.of(message));
    List<OrderGroup> groups = radiology(all);
    if (groups.isEmpty()) {
      return new Ignored(notRadiology(all.get(0)).orElseThrow());
    }
    boolean cancelled = document.cancelled(groups) || texts.retracted(groups);
    if (!cancelled && !document.hasContent()) {
      return new Ignored(
          "the document's content is not in this message (" + document.event() + ")");
    }
    Refusals errors = new Refusals();
    errors.check(() -> texts.refuseTruncated(groups));
    Optional<ObxText.Assembled> read =
        cancelled ? Optional.of(ObxText.Assembled.NONE) : errors.read(() -> texts.of(groups));
    ObxText.Assembled text = read.orElse(ObxText.Assembled.NONE);
    if (read.isPresent() && text.text().isEmpty() && !cancelled) {
      errors.add(texts.missing(groups));
    }
    OrderGroup main = main(groups);
    Order order = orders.read(main, groups, message.segments());
    String accession =
        order.accessionNumber().isEmpty() ? order.fillerOrderNumber() : order.accessionNumber();
    String id = accession.isEmpty() ? document.reportId() : accession;
    if (id.isEmpty()) {
      errors.add(
          RefusedException.error(
              ErrorCode.REQUIRED_FIELD_MISSING,
              "TXA",
              12,
              "no accession number (OBR-18, OBR-3) and no document number; send TXA-12"));
    }
    List<String> otherIds = new ArrayList<>(document.ids());
    otherIds.addAll(orders.otherIds(groups, id));
    ReportStatus status =
        cancelled
            ? ReportStatus.ENTERED_IN_ERROR
            : document.status().orElseGet(() -> document.changed(status(main, groups)));
    AuthorReader.Found wrote = authors.read(main, groups, status);
    Optional<Patient> person = errors.read(() -> patients.read(message));
    errors.require();
    Patient patient = person.orElseThrow();
    text = own(text, patient, status);
    Report report =
        Report.of(site, id)
            .patient(patient)
            .order(order)
            .text(text.text())
            .hints(text.hints())
            .status(status)
            .issued(document.released().orElseGet(() -> released(message, main)))
            .effective(Hl7Time.instant(main.obr().value(7, 1), zone))
            .confidentiality(document.confidentiality(main))
            .pilot(isPilot(message))
            .sources(document.sources(orders.sources(main)))
            .radiologist(wrote.radiologist())
            .authors(wrote.authors())
            .origins(Origins.of(text.text(), text.runs(), message.bytes()))
            .otherIds(otherIds)
            .notAudited(cancelled ? List.of() : unread.of(groups))
            .addendum(document.isAddendum())
            .orders(answered(groups))
            .urgency(orders.urgency(groups))
            .build();
    return new Parsed(report);
  }

  /** The orders of a document, whose text stands behind all of them. */
  private List<AnsweredOrder> answered(List<OrderGroup> groups) {
    return groups.size() == 1
        ? List.of()
        : AnsweredOrder.kept(
            groups.stream().map(group -> new AnsweredOrder(orders.read(group), null)).toList());
  }

  /**
   * The text of a report; none if the report is withdrawn and a document of it is another
   * patient's.
   *
   * @throws RefusedException if the report stands and a document of it is another patient's
   */
  private ObxText.Assembled own(ObxText.Assembled text, Patient patient, ReportStatus status)
      throws RefusedException {
    return attached.areOf(patient, !status.withdrawn()) ? text : ObxText.Assembled.NONE;
  }

  /** Whether a message has neither a note nor an OBX, apart from those that were not asked for. */
  private boolean hasNoResult(Hl7Message message) {
    boolean noted = false;
    for (Segment segment : message.segments()) {
      if (segment.name().equals("OBX") && !texts.isNothing(segment)) {
        return false;
      }
      noted |= segment.name().equals("NTE") && !segment.at(3).isBlank();
    }
    return !noted;
  }

  private List<OrderGroup> radiology(List<OrderGroup> groups) {
    List<OrderGroup> radiology =
        groups.stream().filter(group -> notRadiology(group).isEmpty()).toList();
    if (readsDocuments) {
      observations.findDocuments(radiology);
    }
    return radiology;
  }

  /** Why an order is not radiology; empty if it is. */
  private Optional<String> notRadiology(OrderGroup group) {
    for (SiteMapping.Filter filter : reading.mapping().radiology()) {
      Hl7Path path = filter.rule().path();
      List<Segment> segments = group.all(path.segment());
      if (!filter.passes(segments.stream().flatMap(s -> path.values(s).stream()).toList())) {
        String where = filter.rule().where();
        String what = path.place() + " is not a radiology service";
        reading.trace().unused(group.obr(), path.place(), what);
        return Optional.of(where.equals(Rule.SHIPPED) ? what : what + " (" + where + ")");
      }
    }
    return Optional.empty();
  }

  /** The first order with text; it identifies the report. */
  private OrderGroup main(List<OrderGroup> groups) {
    return groups.stream().filter(texts::isIn).findFirst().orElseGet(() -> groups.get(0));
  }

  private Instant released(Hl7Message message, OrderGroup main) {
    Instant released = Hl7Time.instant(main.obr().value(22, 1), zone);
    reading.used(
        released == null ? message.msh() : main.obr(), released == null ? 7 : 22, RELEASED);
    return released == null ? Hl7Time.instant(message.msh().value(7, 1), zone) : released;
  }

  private static boolean isPilot(Hl7Message message) {
    String processing = message.msh().value(11, 1);
    return !processing.isEmpty() && !processing.equals("P");
  }

  /** The status of a report. If its orders differ, the least final status counts. */
  private ReportStatus status(OrderGroup main, List<OrderGroup> groups) {
    List<ReportStatus> all = groups.stream().filter(texts::isIn).map(this::status).toList();
    return StatusReader.leastFinal(all).orElseGet(() -> status(main));
  }

  private ReportStatus status(OrderGroup group) {
    return statuses.status(group, texts.bearers(group));
  }
}
