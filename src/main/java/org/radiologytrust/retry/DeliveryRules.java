package org.radiologytrust.retry;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * Decides when a failed delivery is retried and when it is given up. The rules are the same for
 * every sink.
 *
 * @param first wait after the first failure; doubled after each further failure
 * @param longest upper limit of the wait, also for a server's Retry-After
 * @param slow wait between tries when only an operator can fix the problem (login, access rights,
 *     URL)
 * @param maxAttempts tries before a delivery is given up
 * @param maxRebuilds maximum number of tries that may fail because somebody changed a resource that
 *     the delivery withdraws
 * @param random a number from 0 (inclusive) to 1, for jitter: the actual wait is 50 to 100 % of the
 *     nominal wait
 */
public record DeliveryRules(
    Duration first,
    Duration longest,
    Duration slow,
    int maxAttempts,
    int maxRebuilds,
    DoubleSupplier random) {
  /**
   * 2 s, doubling up to 15 min; 5 min if an operator must help; 500 tries, which take about four
   * days.
   */
  public static DeliveryRules standard() {
    return new DeliveryRules(
        Duration.ofSeconds(2),
        Duration.ofMinutes(15),
        Duration.ofMinutes(5),
        500,
        10,
        Math::random);
  }

  /** The same rules with another maximum of rebuilds. */
  public DeliveryRules withMaxRebuilds(int other) {
    return new DeliveryRules(first, longest, slow, maxAttempts, other, random);
  }

  /** Whether a delivery is given up after one more failure. */
  public boolean exhausted(RetryVerdict verdict, Delivery delivery) {
    return delivery.attempts() + 1 >= maxAttempts
        || verdict.kind() == Kind.REBUILD && delivery.rebuilds() + 1 >= maxRebuilds;
  }

  /** How long a delivery waits after one more failure. */
  public Duration delay(RetryVerdict verdict, Delivery delivery) {
    boolean rebuild = verdict.kind() == Kind.REBUILD;
    return delay(verdict, rebuild ? delivery.rebuilds() : delivery.attempts());
  }

  /**
   * How long to wait before the next try.
   *
   * @param attempts number of tries before the failed one
   */
  public Duration delay(RetryVerdict verdict, int attempts) {
    if (verdict.kind() == Kind.MEND) {
      return slow;
    }
    Duration nominal = first;
    for (int i = 0; i < attempts && nominal.compareTo(longest) < 0; i++) {
      nominal = nominal.multipliedBy(2);
    }
    nominal = min(nominal, longest);
    long millis = (long) (nominal.toMillis() * (0.5 + 0.5 * random.getAsDouble()));
    Duration jittered = Duration.ofMillis(millis);
    Duration asked = min(verdict.after(), longest);
    return jittered.compareTo(asked) < 0 ? asked : jittered;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
