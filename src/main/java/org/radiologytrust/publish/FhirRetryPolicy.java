package org.radiologytrust.publish;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.DoubleSupplier;
import org.radiologytrust.publish.FhirProblem.Kind;

/** The one place that decides which failures of a delivery are tried again, and when. */
public final class FhirRetryPolicy {
  private final Duration first;
  private final Duration longest;
  private final Duration slow;
  private final int maxAttempts;
  private final DoubleSupplier random;

  /**
   * @param first wait after the first failure; doubled after each further one
   * @param longest cap of that, and of what the server may ask for by Retry-After
   * @param slow wait where only a person can help (login, rights, URL)
   * @param maxAttempts tries before a delivery is given up
   * @param random 0 (inclusive) to 1, for the jitter: a wait is 50 to 100 % of its nominal length
   */
  public FhirRetryPolicy(
      Duration first, Duration longest, Duration slow, int maxAttempts, DoubleSupplier random) {
    this.first = first;
    this.longest = longest;
    this.slow = slow;
    this.maxAttempts = maxAttempts;
    this.random = random;
  }

  /** 2 s doubling to 15 min, 5 min where a person must help, 500 tries: about four days. */
  public static FhirRetryPolicy standard() {
    return new FhirRetryPolicy(
        Duration.ofSeconds(2), Duration.ofMinutes(15), Duration.ofMinutes(5), 500, Math::random);
  }

  /**
   * What a status other than 2xx means.
   *
   * @param what was asked for, for the reason
   */
  FhirProblem judge(String what, FhirReply reply, Clock clock) {
    int status = reply.status();
    String reason = what + ": the FHIR server answered " + status;
    Duration after = retryAfter(reply.retryAfter(), clock);
    return switch (status) {
      case 429, 502, 503, 504 -> new FhirProblem(Kind.AWAY, reason, after);
      case 408, 409 -> new FhirProblem(Kind.RETRY, reason, after);
      case 412 -> new FhirProblem(Kind.REBUILD, reason, after);
      case 301, 302, 303, 307, 308, 401, 403, 404, 405, 406, 407, 415 ->
          new FhirProblem(
              Kind.CONFIGURATION, reason + "; check rtl.fhir.server, its login and its rights");
      default ->
          status >= 500
              ? new FhirProblem(Kind.RETRY, reason, after)
              : new FhirProblem(Kind.REFUSED, reason + FhirOutcome.issues(reply.json()));
    };
  }

  /** Whether a delivery that was tried so often is to be given up. */
  boolean exhausted(int attempts) {
    return attempts >= maxAttempts;
  }

  /**
   * @param attempts tries before this one
   */
  Duration delay(FhirProblem problem, int attempts) {
    if (problem.kind() == Kind.CONFIGURATION) {
      return slow;
    }
    Duration nominal = first;
    for (int i = 0; i < attempts && nominal.compareTo(longest) < 0; i++) {
      nominal = nominal.multipliedBy(2);
    }
    nominal = min(nominal, longest);
    long millis = (long) (nominal.toMillis() * (0.5 + 0.5 * random.getAsDouble()));
    Duration jittered = Duration.ofMillis(millis);
    Duration asked = min(problem.after(), longest);
    return jittered.compareTo(asked) < 0 ? asked : jittered;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  /** Seconds or an HTTP date; zero for neither and for what lies in the past. */
  private static Duration retryAfter(String header, Clock clock) {
    if (header.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(header));
    }
    try {
      ZonedDateTime date = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), date.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
