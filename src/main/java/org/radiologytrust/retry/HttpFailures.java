package org.radiologytrust.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** Classifies HTTP error statuses that Camel's HTTP producers throw. */
final class HttpFailures {
  private HttpFailures() {}

  /** Reports only the status: the address and the answer may name a patient. */
  static RetryVerdict of(HttpOperationFailedException failure) {
    int status = failure.getStatusCode();
    String reason = "the peer answered " + status;
    return switch (status) {
      case 408 -> new RetryVerdict(Kind.LATER, reason, after(failure));
      case 429, 502, 503, 504 -> new RetryVerdict(Kind.AWAY, reason, after(failure));
      case 401, 403, 404, 407 ->
          new RetryVerdict(
              Kind.MEND, reason + "; check the route's address, login and access rights");
      default ->
          status >= 500
              ? new RetryVerdict(Kind.LATER, reason, after(failure))
              : status >= 400
                  ? new RetryVerdict(Kind.NEVER, reason + "; see the peer's log for the cause")
                  : new RetryVerdict(Kind.MEND, reason + "; check the route's address");
    };
  }

  private static Duration after(HttpOperationFailedException failure) {
    Map<String, String> headers = failure.getResponseHeaders();
    return headers == null
        ? Duration.ZERO
        : headers.entrySet().stream()
            .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
            .map(header -> RetryAfter.wait(header.getValue(), Instant.now()))
            .findFirst()
            .orElse(Duration.ZERO);
  }
}
