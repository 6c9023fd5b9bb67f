package org.radiologytrust.ingest.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.MessageHeader.ResponseType;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.journal.Inbox.Outcome;
import org.radiologytrust.model.Texts;

/** Answers to what was posted, in the form that FHIR asks for. */
final class Replies {
  private static final String ENDPOINT = "http://radiologytrustlayer.org/fhir";

  private final FhirContext fhir;
  private final Clock clock;

  Replies(FhirContext fhir, Clock clock) {
    this.fhir = fhir;
    this.clock = clock;
  }

  /** An error that concerns no stored message. */
  InboxReply error(int status, IssueType type, String diagnostics) {
    return InboxReply.of(fhir, status, outcome(IssueSeverity.ERROR, type, diagnostics));
  }

  /**
   * @param submission {@code null} when the bytes were no resource
   * @param refused {@code null} when the ingest refused nothing
   * @param reason the journal's, for anything but a parsed message
   */
  InboxReply reply(
      Submission submission,
      FhirRefusedException refused,
      List<String> warnings,
      String key,
      Outcome outcome,
      String reason) {
    if (outcome == Outcome.QUARANTINED) {
      return refused(refused, reason);
    }
    OperationOutcome info =
        outcome(IssueSeverity.INFORMATION, IssueType.INFORMATIONAL, said(outcome, reason));
    for (String warning : warnings) {
      issue(info, IssueSeverity.WARNING, IssueType.INCOMPLETE, warning);
    }
    int status = outcome == Outcome.PARSED ? 201 : 200;
    if (submission == null || submission.bundle() == null) {
      return InboxReply.of(fhir, status, info);
    }
    Resource response =
        switch (submission.type()) {
          case TRANSACTION -> response(submission, BundleType.TRANSACTIONRESPONSE, status, info);
          case BATCH -> response(submission, BundleType.BATCHRESPONSE, status, info);
          case MESSAGE -> message(submission.header(), key, info);
          default -> info;
        };
    return InboxReply.of(fhir, 200, response);
  }

  private static String said(Outcome outcome, String reason) {
    return switch (outcome) {
      case PARSED ->
          "Stored for audit; search Observation by focus or patient, or by _lastUpdated, for it";
      case DUPLICATE -> "This version of the report is here already; it is audited once";
      default -> "Not audited. " + reason;
    };
  }

  private InboxReply refused(FhirRefusedException refused, String reason) {
    OperationOutcome outcome =
        outcome(
            IssueSeverity.ERROR,
            refused != null && refused.status() == 400 ? IssueType.STRUCTURE : IssueType.PROCESSING,
            reason);
    if (refused != null && !refused.element().isEmpty()) {
      outcome.getIssueFirstRep().addExpression(refused.element());
    }
    return InboxReply.of(fhir, refused == null ? 422 : refused.status(), outcome);
  }

  private static OperationOutcome outcome(
      IssueSeverity severity, IssueType type, String diagnostics) {
    OperationOutcome outcome = new OperationOutcome();
    issue(outcome, severity, type, diagnostics);
    return outcome;
  }

  private static void issue(
      OperationOutcome outcome, IssueSeverity severity, IssueType type, String diagnostics) {
    outcome.addIssue().setSeverity(severity).setCode(type).setDiagnostics(diagnostics);
  }

  /** One entry for each of the request's, in its order. */
  private static Bundle response(
      Submission submission, BundleType type, int status, OperationOutcome info) {
    Bundle bundle = new Bundle();
    bundle.setType(type);
    for (BundleEntryComponent entry : submission.bundle().getEntry()) {
      boolean report = entry.getResource() instanceof DiagnosticReport;
      bundle
          .addEntry()
          .getResponse()
          .setStatus(report && status == 201 ? "201 Created" : "200 OK")
          .setOutcome(
              report
                  ? info
                  : outcome(
                      IssueSeverity.INFORMATION,
                      IssueType.INFORMATIONAL,
                      "Read for the audit; not stored as a resource"));
    }
    return bundle;
  }

  private Bundle message(MessageHeader request, String key, OperationOutcome info) {
    MessageHeader header = new MessageHeader();
    header.setId(Texts.uuid5("fhir-response\n" + key).toString());
    if (request.getEvent() instanceof Coding event) {
      header.setEvent(new Coding(event.getSystem(), event.getCode(), null));
    } else {
      header.setEvent(request.getEvent());
    }
    header.getSource().setName("Radiology Trust Layer").setEndpoint(ENDPOINT);
    header.getResponse().setIdentifier(request.getIdElement().getIdPart()).setCode(ResponseType.OK);
    OperationOutcome details = info.copy();
    details.setId(Texts.uuid5("fhir-response-details\n" + key).toString());
    header.getResponse().getDetails().setReference("urn:uuid:" + details.getIdPart());
    Bundle bundle = new Bundle();
    bundle.setType(BundleType.MESSAGE);
    bundle.setTimestamp(Date.from(clock.instant()));
    bundle
        .getIdentifier()
        .setSystem("urn:ietf:rfc:3986")
        .setValue("urn:uuid:" + header.getIdPart());
    bundle.addEntry().setFullUrl("urn:uuid:" + header.getIdPart()).setResource(header);
    bundle.addEntry().setFullUrl("urn:uuid:" + details.getIdPart()).setResource(details);
    return bundle;
  }
}
