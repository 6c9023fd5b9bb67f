package org.radiologytrust.presign;

import ca.uhn.fhir.context.FhirContext;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.hl7.fhir.r4.model.Resource;
import org.radiologytrust.model.Audit;
import org.radiologytrust.presign.DraftDesk.Busy;
import org.radiologytrust.presign.DraftDesk.Refused;

/**
 * {@code POST /fhir/DiagnosticReport/$check}: a DiagnosticReport, a Bundle, or Parameters with
 * either. The answer is a {@code collection} of the Observations that an audit without a model
 * would give; none is stored.
 */
public final class CheckOperation {
  private static final int NOT_READ = 422;

  private final DraftDesk desk;
  private final Messages messages;
  private final FhirContext fhir;
  private final Function<Audit, Bundle> observations;

  CheckOperation(
      DraftDesk desk, Messages messages, FhirContext fhir, Function<Audit, Bundle> observations) {
    this.desk = desk;
    this.messages = messages;
    this.fhir = fhir;
    this.observations = observations;
  }

  /** The route's bean method. Replaces the request in the exchange's message by the answer. */
  public void handle(Exchange exchange) {
    Message request = exchange.getMessage();
    String accept = DoorKeeper.header(request, "Accept");
    boolean xml = accept.contains("xml") && !accept.contains("json");
    DoorKeeper.serve(
            desk,
            () -> answer(request, xml),
            NOT_READ,
            (status, message) -> encoded(status, outcome(status, message), xml))
        .replace(request);
  }

  private Answer answer(Message request, boolean xml) throws Busy, Refused {
    String type = DoorKeeper.contentType(request);
    if (!type.endsWith("json") && !type.endsWith("xml")) {
      return encoded(
          415,
          outcome(415, "Content-Type: send application/fhir+json or application/fhir+xml"),
          xml);
    }
    if (DoorKeeper.isOtherFhir(request)) {
      return encoded(415, outcome(415, DoorKeeper.OTHER_FHIR), xml);
    }
    Draft draft =
        desk.check(
            Door.FHIR,
            DoorKeeper.caller(request),
            Messages.only(
                messages.fhir(
                    DoorKeeper.body(request), DoorKeeper.header(request, Exchange.CONTENT_TYPE))));
    return encoded(200, observations.apply(draft.audit()), xml);
  }

  private Answer encoded(int status, Resource resource, boolean xml) {
    String text =
        (xml ? fhir.newXmlParser() : fhir.newJsonParser()).encodeResourceToString(resource);
    String type = xml ? "application/fhir+xml" : "application/fhir+json";
    return new Answer(status, type + "; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static OperationOutcome outcome(int status, String message) {
    OperationOutcome outcome = new OperationOutcome();
    IssueType type =
        switch (status) {
          case 503 -> IssueType.TRANSIENT;
          case 500 -> IssueType.EXCEPTION;
          case 403 -> IssueType.SUPPRESSED;
          case 415 -> IssueType.NOTSUPPORTED;
          default -> IssueType.INVALID;
        };
    outcome.addIssue().setSeverity(IssueSeverity.ERROR).setCode(type).setDiagnostics(message);
    return outcome;
  }
}
