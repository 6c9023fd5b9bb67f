package org.radiologytrust.retry;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.radiologytrust.journal.Outbox.Delivery;
import org.radiologytrust.retry.RetryVerdict.Kind;

/**
 * When a delivery that failed is tried again, and when it is given up: of every sink.
 *
 * @param first wait after the first failure; doubled after each further one
 * @param longest cap of that, and of what a server may ask for by Retry-After
 * @param slow wait where only a person can help (login, rights, URL)
 * @param maxAttempts tries before a delivery is given up
 * @param maxRebuilds of them, those that ended because others had changed what it withdraws
 * @param random 0 (inclusive) to 1, for the jitter: a wait is 50 to 100 % of its nominal length
 */
public record DeliveryRules(
    Duration first,
    Duration longest,
    Duration slow,
    int maxAttempts,
    int maxRebuilds,
    DoubleSupplier random) {
  /** 2 s doubling to 15 min, 5 min where a person must help, 500 tries: about four days. */
  public static DeliveryRules standard() {
    return new DeliveryRules(
        Duration.ofSeconds(2),
        Duration.ofMinutes(15),
        Duration.ofMinutes(5),
        500,
        10,
        Math::random);
  }

  /** The same, with so many rebuilds before a delivery is given up. */
  public DeliveryRules withMaxRebuilds(int other) {
    return new DeliveryRules(first, longest, slow, maxAttempts, other, random);
  }

  /** Whether a delivery that failed once more is to be given up. */
  public boolean exhausted(RetryVerdict verdict, Delivery delivery) {
    return delivery.attempts() + 1 >= maxAttempts
        || verdict.kind() == Kind.REBUILD && delivery.rebuilds() + 1 >= maxRebuilds;
  }

  /** When a delivery that failed once more is due again. */
  public Duration delay(RetryVerdict verdict, Delivery delivery) {
    boolean rebuild = verdict.kind() == Kind.REBUILD;
    return delay(verdict, rebuild ? delivery.rebuilds() : delivery.attempts());
  }

  /**
   * @param attempts tries before this one
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
