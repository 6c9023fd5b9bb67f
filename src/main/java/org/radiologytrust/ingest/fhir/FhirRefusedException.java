package org.radiologytrust.ingest.fhir;

/** A message cannot be converted to a report, and its sender has to correct it. */
final class FhirRefusedException extends Exception {
  private final int status;
  private final String element;

  private FhirRefusedException(int status, String element, String reason) {
    super(element.isEmpty() ? reason : element + ": " + reason, null, false, false);
    this.status = status;
    this.element = element;
  }

  /** The bytes are not a FHIR resource: status 400. */
  static FhirRefusedException unreadable(String reason) {
    return new FhirRefusedException(400, "", reason);
  }

  /**
   * The resource does not belong to the path of the request: status 400.
   *
   * @param element the FHIR element that contradicts the path
   */
  static FhirRefusedException path(String element, String reason) {
    return new FhirRefusedException(400, element, reason);
  }

  /**
   * A resource lacks something that an audit needs: status 422.
   *
   * @param element the FHIR element, e.g. {@code DiagnosticReport.status}
   * @param reason what is wrong and what to do; never a value from the message
   */
  static FhirRefusedException element(String element, String reason) {
    return new FhirRefusedException(422, element, reason);
  }

  /** An error of this program: status 500. The bytes are stored for an operator. */
  static FhirRefusedException internal() {
    return new FhirRefusedException(
        500, "", "Internal server error; the message is stored, and an operator will look at it");
  }

  int status() {
    return status;
  }

  String element() {
    return element;
  }

  /** What is wrong and what to do, in one line that starts with the element's name. */
  String reason() {
    return getMessage();
  }
}
