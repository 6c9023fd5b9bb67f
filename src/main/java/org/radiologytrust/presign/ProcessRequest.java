package org.radiologytrust.presign;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.radiologytrust.model.Sex;
import org.radiologytrust.presign.DraftDesk.Refused;

/**
 * {@code ProcessRequest} of the contract. Fields that it does not name are allowed and not read.
 *
 * @param text as it was sent
 * @param session when the session began
 */
record ProcessRequest(String text, Optional<LocalDate> born, Sex sex, Optional<Instant> session) {
  private static final String SESSION = "sessionData";
  private static final String PATIENT = "patientInformation";
  private static final String REPORT = "report";

  /**
   * @throws Refused if the body does not keep to the contract, or has no report
   */
  static ProcessRequest of(byte[] body) throws Refused {
    ObjectNode request = StrictJson.object(body);
    StrictJson.text(request, "", "extensibilityApiVersion");
    ObjectNode session =
        StrictJson.child(request, "", SESSION)
            .orElseThrow(() -> new Refused("sessionData is missing"));
    StrictJson.text(session, SESSION + ".", "correlation_id");
    StrictJson.text(session, SESSION + ".", "environment_id");
    ObjectNode patient = StrictJson.child(request, "", PATIENT).orElse(StrictJson.object());
    ObjectNode report =
        StrictJson.child(request, "", REPORT)
            .orElseThrow(() -> new Refused("report is missing: there is nothing to check"));
    return new ProcessRequest(
        StrictJson.text(report, REPORT + ".", "reportText")
            .orElseThrow(() -> new Refused("report.reportText is missing")),
        StrictJson.date(patient, PATIENT + ".", "dateOfBirth"),
        sex(StrictJson.text(patient, PATIENT + ".", "biologicalSex").orElse("Unknown")),
        began(StrictJson.text(session, SESSION + ".", "session_start").orElse("")));
  }

  private static Sex sex(String value) throws Refused {
    return switch (value) {
      case "Male" -> Sex.MALE;
      case "Female" -> Sex.FEMALE;
      case "Other" -> Sex.OTHER;
      case "Unknown" -> Sex.UNKNOWN;
      default ->
          throw new Refused(
              "patientInformation.biologicalSex must be Male, Female, Unknown or Other");
    };
  }

  private static Optional<Instant> began(String value) throws Refused {
    try {
      return value.isEmpty()
          ? Optional.empty()
          : Optional.of(OffsetDateTime.parse(value).toInstant());
    } catch (DateTimeException e) {
      throw new Refused(
          "sessionData.session_start must be a time such as 2025-06-20T08:57:35.978Z");
    }
  }

  /** Withholds the report, because a record's default text may reach a log. */
  @Override
  public String toString() {
    return "ProcessRequest[withheld]";
  }
}
