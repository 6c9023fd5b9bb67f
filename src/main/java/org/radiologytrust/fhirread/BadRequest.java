package org.radiologytrust.fhirread;

import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** A request that gets an error as its answer. The message never quotes a value of the request. */
final class BadRequest extends Exception {
  private final int status;
  private final IssueType issue;

  BadRequest(int status, IssueType issue, String message) {
    super(message, null, false, false);
    this.status = status;
    this.issue = issue;
  }

  static BadRequest invalid(String message) {
    return new BadRequest(400, IssueType.INVALID, message);
  }

  static BadRequest unsupported(String message) {
    return new BadRequest(400, IssueType.NOTSUPPORTED, message);
  }

  static BadRequest notFound(String message) {
    return new BadRequest(404, IssueType.NOTFOUND, message);
  }

  int status() {
    return status;
  }

  IssueType issue() {
    return issue;
  }
}
