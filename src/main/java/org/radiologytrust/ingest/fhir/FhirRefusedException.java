package org.radiologytrust.ingest.fhir;

/** A message that cannot become a report. The sender has to mend it. */
final class FhirRefusedException extends Exception {
  private final int status;
  private final String element;

  private FhirRefusedException(int status, String element, String reason) {
    super(element.isEmpty() ? reason : element + ": " + reason, null, false, false);
    this.status = status;
    this.element = element;
  }

  /** The bytes are no FHIR resource: 400. */
  static FhirRefusedException unreadable(String reason) {
    return new FhirRefusedException(400, "", reason);
  }

  /**
   * A resource that does not say what an audit needs: 422.
   *
   * @param element the FHIR element, e.g. {@code DiagnosticReport.status}
   * @param reason what is wrong and what to do; never a value of the message
   */
  static FhirRefusedException element(String element, String reason) {
    return new FhirRefusedException(422, element, reason);
  }

  /** Our own fault: 500. The bytes are kept for a person to look at. */
  static FhirRefusedException internal() {
    return new FhirRefusedException(
        500, "", "An error of this server; the message is kept for its operator");
  }

  int status() {
    return status;
  }

  String element() {
    return element;
  }

  /** One line with the element's name and what to do. */
  String reason() {
    return getMessage();
  }
}
