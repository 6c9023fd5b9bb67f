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
import org.jspecify.annotations.Nullable;
import org.radiologytrust.ingest.fhir.json.FhirRefusedException;
import org.radiologytrust.ingest.fhir.report.Submission;
import org.radiologytrust.journal.inbox.Inbox.Outcome;
import org.radiologytrust.model.Texts;

/** Builds the answers to posted messages, in the form that FHIR requires. */
final class Replies {
  private static final String ENDPOINT = "http://radiologytrustlayer.org/fhir";

  private final FhirContext fhir;
  private final Clock clock;

  Replies(FhirContext fhir, Clock clock) {
    this.fhir = fhir;
    this.clock = clock;
  }

  /** An error for a message that is not stored. */
  InboxReply error(int status, IssueType type, String diagnostics) {
    return InboxReply.of(fhir, status, outcome(IssueSeverity.ERROR, type, diagnostics));
  }

  /**
   * The answer to a stored message.
   *
   * @param submission null if the bytes are not a resource
   * @param refused why the message was refused; null if it was not
   * @param reason the journal's reason; empty for a parsed message
   */
  InboxReply reply(
      @Nullable Submission submission,
      @Nullable FhirRefusedException refused,
      List<String> warnings,
      String key,
      Outcome outcome,
      String reason) {
    if (outcome == Outcome.QUARANTINED) {
      return refused(refused, reason);
    }
    OperationOutcome info =
        outcome(IssueSeverity.INFORMATION, IssueType.INFORMATIONAL, said(outcome, reason));
    if (outcome == Outcome.PARSED && !reason.isEmpty()) {
      issue(info, IssueSeverity.WARNING, IssueType.BUSINESSRULE, reason);
    }
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
          "Stored and waiting for its audit; to get the result, search Observation by focus, patient"
              + " or _lastUpdated";
      case DUPLICATE -> "This version of the report was received before; it is audited only once";
      default -> "Not audited. " + reason;
    };
  }

  /**
   * The answer to a message that cannot be used.
   *
   * @param refused null if the journal's rules refuse it
   */
  InboxReply refused(@Nullable FhirRefusedException refused, String reason) {
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

  /** One response entry for each entry of the request, in its order. */
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
                      "Used for the audit; not stored as a resource"));
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
