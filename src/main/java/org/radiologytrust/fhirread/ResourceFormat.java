package org.radiologytrust.fhirread;

import java.util.Locale;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;

/** Chooses JSON or XML as FHIR says: {@code _format} wins over Accept. */
final class ResourceFormat {
  private ResourceFormat() {}

  /** Whether to answer in XML. JSON is preferred where the client accepts both. */
  static boolean xml(Parameters parameters, String accept) throws BadRequest {
    String format = parameters.first("_format").orElse("").replace(' ', '+');
    switch (format.split(";", 2)[0].toLowerCase(Locale.ROOT)) {
      case "":
        return accepted(accept.toLowerCase(Locale.ROOT));
      case "json", "application/json", "application/fhir+json", "text/json":
        return false;
      case "xml", "application/xml", "application/fhir+xml", "text/xml":
        return true;
      default:
        throw notAcceptable("_format: send json or xml");
    }
  }

  private static boolean accepted(String accept) throws BadRequest {
    if (accept.isBlank() || accept.contains("json") || accept.contains("*/*")) {
      return false;
    }
    if (accept.contains("application/fhir+xml") || accept.contains("application/xml")) {
      return true;
    }
    if (accept.contains("application/*")) {
      return false;
    }
    throw notAcceptable("Accept: send application/fhir+json or application/fhir+xml");
  }

  private static BadRequest notAcceptable(String message) {
    return new BadRequest(406, IssueType.NOTSUPPORTED, message);
  }
}
