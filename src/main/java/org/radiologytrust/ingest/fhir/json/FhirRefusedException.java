package org.radiologytrust.ingest.fhir.json;

import java.util.Set;
import org.radiologytrust.journal.inbox.IntakeAlarm;

/** A message cannot be converted to a report, and its sender has to correct it. */
public final class FhirRefusedException extends Exception {
  /** What a sender of another version of FHIR is told. */
  public static final String OTHER_VERSION =
      "Content-Type: names another fhirVersion; send FHIR 4.0 (R4)";

  private final int status;
  private final String element;
  private final Set<IntakeAlarm> alarms;

  private FhirRefusedException(int status, String element, String reason) {
    this(status, element, reason, Set.of());
  }

  private FhirRefusedException(int status, String element, String reason, Set<IntakeAlarm> alarms) {
    super(element.isEmpty() ? reason : element + ": " + reason, null, false, false);
    this.status = status;
    this.element = element;
    this.alarms = alarms;
  }

  /** The bytes are not a FHIR resource: status 400. */
  static FhirRefusedException unreadable(String reason) {
    return new FhirRefusedException(400, "", reason);
  }

  /** The sender says that it is of another version of FHIR: status 415. */
  static FhirRefusedException otherVersion() {
    return new FhirRefusedException(415, "", OTHER_VERSION);
  }

  /**
   * The resource does not belong to the path of the request: status 400.
   *
   * @param element the FHIR element that contradicts the path
   */
  public static FhirRefusedException path(String element, String reason) {
    return new FhirRefusedException(400, element, reason);
  }

  /**
   * A resource lacks something that an audit needs: status 422.
   *
   * @param element the FHIR element, e.g. {@code DiagnosticReport.status}
   * @param reason what is wrong and what to do; never a value from the message
   */
  public static FhirRefusedException element(String element, String reason) {
    return new FhirRefusedException(422, element, reason);
  }

  /**
   * A part of the message is another person's: status 422, and an alarm.
   *
   * @param element the path of the part
   * @param reason what differs and what to do; never a value from the message
   */
  public static FhirRefusedException otherPerson(String element, String reason) {
    return new FhirRefusedException(422, element, reason, Set.of(IntakeAlarm.OTHER_PERSON));
  }

  /**
   * An element that R4 does not know may change what the message means: status 422, and an alarm.
   *
   * @param element the element, without a value of the message
   * @param what it may change, in words
   */
  public static FhirRefusedException unknownElement(String element, String what) {
    return new FhirRefusedException(
        422,
        element,
        "R4 does not know it, and it may change "
            + what
            + "; send the resource without it, or as R4 defines it",
        Set.of(IntakeAlarm.UNKNOWN_ELEMENT));
  }

  /** An error of this program: status 500. The bytes are stored for an operator. */
  public static FhirRefusedException internal() {
    return new FhirRefusedException(
        500, "", "Internal server error; the message is stored, and an operator will look at it");
  }

  public int status() {
    return status;
  }

  public String element() {
    return element;
  }

  /** Why a person should look at the message at once; mostly empty. */
  public Set<IntakeAlarm> alarms() {
    return alarms;
  }

  /** What is wrong and what to do, in one line that starts with the element's name. */
  public String reason() {
    return getMessage();
  }
}
