package org.radiologytrust.presign;

import org.radiologytrust.journal.inbox.Inbox;
import org.radiologytrust.model.Report;
import org.radiologytrust.presign.DraftDesk.Refused;

/** Reads messages as the feeds do, and stores none of them. */
public interface Messages {
  /** Reads an HL7 message. */
  Inbox.Disposition hl7(byte[] message);

  /**
   * Reads a FHIR resource: a DiagnosticReport, a Bundle, or Parameters with either.
   *
   * @param contentType of the request
   */
  Inbox.Disposition fhir(byte[] resource, String contentType);

  /**
   * The one report of a message.
   *
   * @throws Refused if it has none or several; the message says why
   */
  static Report only(Inbox.Disposition read) throws Refused {
    if (read instanceof Inbox.Quarantined quarantined) {
      throw new Refused(quarantined.reason());
    }
    if (read instanceof Inbox.Ignored ignored) {
      throw new Refused("there is no report to check: " + ignored.reason());
    }
    if (!(read instanceof Inbox.Parsed parsed)) {
      throw new Refused("there is no report to check: the message changes a patient");
    }
    if (parsed.reports().size() != 1) {
      throw new Refused(
          "the message holds " + parsed.reports().size() + " reports: send each in one of its own");
    }
    Report report = parsed.reports().get(0);
    if (report.status().withdrawn()) {
      throw new Refused("the report was withdrawn: there is nothing to check");
    }
    return report;
  }
}
