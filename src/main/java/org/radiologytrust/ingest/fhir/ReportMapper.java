package org.radiologytrust.ingest.fhir;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Period;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.Inbox.Disposition;
import org.radiologytrust.journal.Inbox.Ignored;
import org.radiologytrust.journal.Inbox.Parsed;
import org.radiologytrust.model.NotAudited;
import org.radiologytrust.model.Order;
import org.radiologytrust.model.Patient;
import org.radiologytrust.model.Report;
import org.radiologytrust.model.ReportStatus;

/** Converts a DiagnosticReport, with the resources sent with it, to a report of the model. */
final class ReportMapper {
  private static final String CONFIDENTIALITY =
      "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
  private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";

  private final FhirCodes codes;
  private final ZoneId zone;

  /**
   * Creates the mapper.
   *
   * @param zone time zone of dates without a time
   */
  ReportMapper(FhirCodes codes, ZoneId zone) {
    this.codes = codes;
    this.zone = zone;
  }

  /**
   * The result of a conversion.
   *
   * @param warnings parts of the message that were not read
   */
  record Mapped(Disposition disposition, List<String> warnings) {}

  Mapped map(ReportResources contents, String site, List<Meta> metas) throws FhirRefusedException {
    DiagnosticReport source = contents.report();
    if (source.hasModifierExtension()) {
      throw FhirRefusedException.element(
          "DiagnosticReport.modifierExtension", "not supported; send the resource without it");
    }
    if (source.hasImplicitRules()) {
      throw FhirRefusedException.element(
          "DiagnosticReport.implicitRules", "not supported; send the resource without it");
    }
    if (codes.notRadiology(source.getCategory())) {
      return ignored("DiagnosticReport.category: not radiology");
    }
    ReportStatus status = status(source);
    DiagnosticReportText reader = new DiagnosticReportText(contents, codes);
    String text = reader.text();
    if (text.isEmpty() && status == ReportStatus.REGISTERED) {
      return ignored("DiagnosticReport.status is registered, and there is no text yet");
    }
    if (text.isEmpty() && !status.withdrawn()) {
      throw noText(source);
    }
    Patient patient = PatientMapper.of(source.getSubject(), contents, "DiagnosticReport.subject");
    OrderMapper orders = OrderMapper.of(contents, patient);
    Order order = orders.order();
    Report report =
        new Report(
            site,
            reportId(source, order),
            patient,
            order,
            text,
            List.of(),
            status,
            source.hasIssued() ? source.getIssued().toInstant() : null,
            effective(source),
            reference(source),
            confidentiality(metas),
            has(metas, ACT_REASON, "HTEST"));
    List<NotAudited> unread = UnreadElements.of(contents, codes, reader.source(), text);
    return new Mapped(
        new Parsed(
            report
                .withNotAudited(unread)
                .readFrom(orders.sources())
                .interpretedBy(InterpreterMapper.of(contents))
                .writtenBy(AuthorMapper.of(contents, status, metas))),
        reader.warnings());
  }

  private static Mapped ignored(String reason) {
    return new Mapped(new Ignored(reason), List.of());
  }

  private static FhirRefusedException noText(DiagnosticReport source) {
    return source.hasPresentedForm()
        ? FhirRefusedException.element(
            "DiagnosticReport.presentedForm",
            "has no text; send text/plain or text/html data; urls are never fetched")
        : FhirRefusedException.element(
            "DiagnosticReport", "has no text; send presentedForm, text, results or conclusion");
  }

  private static ReportStatus status(DiagnosticReport source) throws FhirRefusedException {
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

  private static String reportId(DiagnosticReport source, Order order) throws FhirRefusedException {
    if (!order.accessionNumber().isEmpty()) {
      return order.accessionNumber();
    }
    String reference = reference(source);
    if (reference.isEmpty()) {
      throw FhirRefusedException.element(
          "DiagnosticReport.identifier",
          "missing; send the accession number (type ACSN) or the filler order number (FILL)");
    }
    return reference;
  }

  private static String reference(DiagnosticReport source) {
    String id = source.getIdElement().getIdPart();
    return id == null || id.isEmpty() || id.startsWith("urn:") ? "" : "DiagnosticReport/" + id;
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
