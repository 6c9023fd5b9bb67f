package org.radiologytrust.retry;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.radiologytrust.retry.RetryVerdict.Kind;

/** What follows from the status of an answer, as Camel's HTTP producers throw it. */
final class HttpFailures {
  private HttpFailures() {}

  /** The status alone is told: the address and the answer may name a patient. */
  static RetryVerdict of(HttpOperationFailedException failure) {
    int status = failure.getStatusCode();
    String reason = "the peer answered " + status;
    return switch (status) {
      case 408 -> new RetryVerdict(Kind.LATER, reason, after(failure));
      case 429, 502, 503, 504 -> new RetryVerdict(Kind.AWAY, reason, after(failure));
      case 401, 403, 404, 407 ->
          new RetryVerdict(
              Kind.MEND, reason + "; see the route's address, its login and its rights");
      default ->
          status >= 500
              ? new RetryVerdict(Kind.LATER, reason, after(failure))
              : status >= 400
                  ? new RetryVerdict(Kind.NEVER, reason + "; the peer's log says why")
                  : new RetryVerdict(Kind.MEND, reason + "; see the route's address");
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
