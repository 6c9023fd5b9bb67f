package org.radiologytrust.ingest.ehr;

import java.io.IOException;
import java.util.Optional;

/**
 * The FHIR server did not answer as it should. The message is one sentence for the operator: what
 * is wrong and what to do. It has no address, identifier or answer in it.
 */
final class EhrFailure extends IOException {
  private final boolean lasting;

  EhrFailure(String message) {
    this(message, false);
  }

  /**
   * @param lasting whether the same request would fail in the same way
   */
  EhrFailure(String message, boolean lasting) {
    super(message);
    this.lasting = lasting;
  }

  /** Whether the same request would fail in the same way. */
  boolean lasting() {
    return lasting;
  }

  /** The failure among the causes: HAPI's client wraps it. */
  static Optional<EhrFailure> in(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      if (cause instanceof EhrFailure failure) {
        return Optional.of(failure);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** The failure for an HTTP status that is not a success. */
  static EhrFailure status(int status) {
    return new EhrFailure(
        "the FHIR server answered "
            + status
            + switch (status) {
              case 400, 422 ->
                  ": it does not support the search; check rtl.fhir.reports.category and"
                      + " rtl.fhir.reports.query";
              case 401 -> ": check the log-in in rtl.fhir.reports.*";
              case 403 ->
                  ": the user may not search for DiagnosticReports; check rtl.fhir.reports.user or"
                      + " the scopes of rtl.fhir.reports.token";
              case 404, 405, 410 -> ": check rtl.fhir.reports.url";
              case 429 -> ": it asks for fewer requests";
              default ->
                  status >= 500
                      ? ""
                      : status >= 300 && status < 400
                          ? ": redirects are not followed; set rtl.fhir.reports.url to the final"
                              + " address"
                          : ", which is not an answer to a search";
            },
        status >= 300 && status < 500 && status != 401 && status != 408 && status != 429);
  }
}
