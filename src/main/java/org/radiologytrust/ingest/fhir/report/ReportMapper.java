package org.radiologytrust.ingest.fhir.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.RadiologyCodes;
import org.radiologytrust.ingest.document.MediaType;
import org.radiologytrust.ingest.document.Sender;
import org.radiologytrust.ingest.document.Unreadable;
import org.radiologytrust.ingest.document.read.Documents;
import org.radiologytrust.ingest.document.read.MessageDocuments;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.json.TracedLines;
import org.radiologytrust.ingest.fhir.json.ValuePlaces;
import org.radiologytrust.journal.inbox.Inbox.Disposition;
import org.radiologytrust.journal.inbox.Inbox.Ignored;
import org.radiologytrust.journal.inbox.Inbox.Parsed;
import org.radiologytrust.model.NumberMatch;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;

/** Converts a DiagnosticReport, with the resources sent with it, to a report of the model. */
public final class ReportMapper {
  private static final String CONFIDENTIALITY =
      "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

  private final FhirCodes codes;
  private final RadiologyCodes sections;
  private final Documents documents;
  private final ZoneId zone;

  /**
   * Creates the mapper.
   *
   * @param sections the codes of sections
   * @param documents reads attachments
   * @param zone time zone of dates without a time
   */
  public ReportMapper(FhirCodes codes, RadiologyCodes sections, Documents documents, ZoneId zone) {
    this.codes = codes;
    this.sections = sections;
    this.documents = documents;
    this.zone = zone;
  }

  /**
   * The result of a conversion.
   *
   * @param warnings parts of the message that were not read
   */
  public record Mapped(Disposition disposition, List<String> warnings) {}

  /** What is read of one report of the message. */
  private record Parts(
      ReportResources contents,
      LinkedResources linked,
      UnknownParts unknown,
      DiagnosticReportText text) {}

  /** One report of the message, with the lines of its text. */
  private record Read(Report report, TracedLines lines) {}

  /**
   * Converts all reports of a message. If one is refused, the whole message is.
   *
   * @param sender its name is the site
   * @param body the message
   * @param draft whether the reports are still open: then they need no patient and no number
   */
  public Mapped map(
      Submission submission, Sender sender, byte[] body, MediaType type, boolean draft)
      throws FhirRefusedException {
    List<Read> reports = new ArrayList<>();
    List<String> ignored = new ArrayList<>();
    Set<String> warnings = new LinkedHashSet<>();
    MessageDocuments attached = documents.from(sender).ofMessage();
    for (ReportResources contents : submission.contents()) {
      String reason = ignored(contents);
      if (reason.isEmpty()) {
        LinkedResources linked = LinkedResources.of(contents);
        UnknownParts unknown = UnknownParts.of(contents, linked, submission.resource());
        DiagnosticReportText text = DiagnosticReportText.of(contents, codes, sections, attached);
        Parts parts = new Parts(contents, linked, unknown, text);
        if (text.lines().isEmpty() && status(contents) == ReportStatus.REGISTERED) {
          reason = "DiagnosticReport.status is registered, and there is no text yet";
        } else {
          Read read = read(parts, sender.name(), submission.metas(contents), draft);
          reports.add(read);
          warnings.addAll(text.warnings());
          read.report().notAudited().stream()
              .filter(UnknownParts::isOne)
              .forEach(part -> warnings.add("Not read: " + part.what()));
        }
      }
      if (!reason.isEmpty()) {
        ignored.add(reason);
      }
    }
    if (reports.isEmpty()) {
      return new Mapped(new Ignored(ignored.get(0)), List.of());
    }
    requireOwnIds(reports);
    // one report is not audited, while others are
    ignored.forEach(reason -> warnings.add("One report is not audited: " + reason));
    return new Mapped(new Parsed(traced(reports, body, type)), List.copyOf(warnings));
  }

  private String ignored(ReportResources contents) throws FhirRefusedException {
    DiagnosticReport source = contents.report();
    if (source.hasImplicitRules()) {
      throw FhirRefusedException.element(
          "DiagnosticReport.implicitRules", "not supported; send the resource without it");
    }
    return codes.notRadiology(source.getCategory())
        ? "DiagnosticReport.category: not radiology"
        : "";
  }

  private Read read(Parts parts, String site, List<Meta> metas, boolean draft)
      throws FhirRefusedException {
    ReportResources contents = parts.contents();
    DiagnosticReportText reader = parts.text();
    LinkedResources linked = parts.linked();
    DiagnosticReport source = contents.report();
    ReportStatus status = withRetracted(status(contents), contents, reader, linked);
    if (reader.lines().isEmpty() && !status.withdrawn()) {
      throw noText(contents, reader);
    }
    ReportPatient patient = ReportPatient.of(contents, !status.withdrawn(), draft);
    boolean own = patient.isOfAll(linked, reader.forms());
    TracedLines lines = own ? reader.lines() : new TracedLines();
    OrderMapper orders = OrderMapper.of(contents, patient, sections);
    Order order = orders.order();
    String text = lines.text();
    String id = ReportIds.main(contents, order, draft);
    Report report =
        Report.of(site, id)
            .patient(patient.patient())
            .order(order)
            .text(text)
            .hints(lines.hints())
            .status(status)
            .issued(source.hasIssued() ? source.getIssued().toInstant() : null)
            .effective(effective(source))
            .reference(ReportIds.reference(contents))
            .confidentiality(confidentiality(metas))
            .pilot(has(metas, ACT_REASON, "HTEST"))
            .notAudited(UnreadElements.of(contents, linked, reader, parts.unknown(), text))
            .sources(orders.sources())
            .radiologist(InterpreterMapper.of(contents))
            .authors(AuthorMapper.of(contents, status, metas))
            .otherIds(ReportIds.others(contents, order, id))
            .orders(orders.answered(order))
            .urgency(orders.urgency())
            .build();
    return new Read(report, lines);
  }

  /** Reports of one accession number must be told apart by order number or examination. */
  private static void requireOwnIds(List<Read> reports) throws FhirRefusedException {
    Map<String, List<Report>> same =
        reports.stream().map(Read::report).collect(Collectors.groupingBy(Report::reportId));
    for (List<Report> all : same.values()) {
      for (int i = 1; i < all.size(); i++) {
        Report report = all.get(i);
        if (!all.subList(0, i).stream().allMatch(r -> NumberMatch.of(r, report).other())) {
          throw FhirRefusedException.element(
              "DiagnosticReport.identifier",
              "two reports in this message have the same accession number; send each with its"
                  + " filler order number (FILL), or in a message of its own");
        }
      }
    }
  }

  private static List<Report> traced(List<Read> reports, byte[] body, MediaType type) {
    Set<String> places = new HashSet<>();
    reports.forEach(read -> places.addAll(read.lines().places()));
    ValuePlaces values =
        new ValuePlaces(body, type.charset().orElseThrow(), type.isFhirXml(), places);
    return reports.stream()
        .map(read -> read.report().toBuilder().origins(read.lines().origins(values)).build())
        .toList();
  }

  private static FhirRefusedException noText(
      ReportResources contents, DiagnosticReportText reader) {
    for (Forms.Form form : reader.forms()) {
      if (form.reading() instanceof Unreadable unreadable) {
        return FhirRefusedException.element(form.elementOfMessage(), unreadable.reason().words());
      }
    }
    FhirRefusedException narrative = reader.narratives().refusal(contents.report());
    return narrative != null
        ? narrative
        : FhirRefusedException.element(
            "DiagnosticReport", "has no text; send presentedForm, text, results or conclusion");
  }

  private static ReportStatus status(ReportResources contents) throws FhirRefusedException {
    DiagnosticReport source = contents.report();
    if (source.getStatus() == null) {
      throw FhirRefusedException.element("DiagnosticReport.status", "missing; send it");
    }
    String code = source.getStatus().toCode();
    for (ReportStatus status : ReportStatus.values()) {
      if (status.code().equals(code)) {
        return status;
      }
    }
    throw FhirRefusedException.element("DiagnosticReport.status", "not a status of R4");
  }

  /** The status, or withdrawn if all that the report has was taken back, as in HL7. */
  private static ReportStatus withRetracted(
      ReportStatus status,
      ReportResources contents,
      DiagnosticReportText reader,
      LinkedResources linked)
      throws FhirRefusedException {
    boolean more = !reader.lines().isEmpty() || !reader.forms().isEmpty();
    if (status.withdrawn() || more || linked.retracted().isEmpty()) {
      return status;
    }
    boolean cancelled = contents.report().hasResult();
    for (Reference reference : contents.report().getResult()) {
      if (!(contents.resolve(reference) instanceof Observation result) || !Retraction.of(result)) {
        return status;
      }
      cancelled &= result.getStatus() == ObservationStatus.CANCELLED;
    }
    return cancelled ? ReportStatus.CANCELLED : ReportStatus.ENTERED_IN_ERROR;
  }

  private @Nullable Instant effective(DiagnosticReport source) {
    if (source.getEffective() instanceof DateTimeType time) {
      return instant(time);
    }
    return source.getEffective() instanceof Period period
        ? instant(period.getStartElement())
        : null;
  }

  /** The instant; null if only the year or the month is known, because it cannot be compared. */
  private @Nullable Instant instant(BaseDateTimeType time) {
    String value = time.getValueAsString();
    if (value == null || value.length() < 10) {
      return null;
    }
    return value.length() == 10
        ? LocalDate.parse(value).atStartOfDay(zone).toInstant()
        : time.getValue().toInstant();
  }

  /** The strictest confidentiality label. Levels below normal count as normal. */
  private static String confidentiality(List<Meta> metas) {
    return has(metas, CONFIDENTIALITY, "V") ? "V" : has(metas, CONFIDENTIALITY, "R") ? "R" : "N";
  }

  private static boolean has(List<Meta> metas, String system, String code) {
    return metas.stream().flatMap(m -> m.getSecurity().stream()).anyMatch(c -> is(c, system, code));
  }

  private static boolean is(Coding coding, String system, String code) {
    return system.equals(coding.getSystem())
        && coding.hasCode()
        && code.equals(coding.getCode().toUpperCase(Locale.ROOT));
  }
}
