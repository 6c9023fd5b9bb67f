package org.radiologytrust.publish;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.radiologytrust.journal.Outbox.Delivery;
import org.radiologytrust.publish.DeliveryProblem.Kind;

/** When a delivery that failed is tried again, and when it is given up: of every sink. */
public final class RetryPolicy {
  private final Duration first;
  private final Duration longest;
  private final Duration slow;
  private final int maxAttempts;
  private final int maxRebuilds;
  private final DoubleSupplier random;

  /**
   * @param first wait after the first failure; doubled after each further one
   * @param longest cap of that, and of what a server may ask for by Retry-After
   * @param slow wait where only a person can help (login, rights, URL)
   * @param maxAttempts tries before a delivery is given up
   * @param random 0 (inclusive) to 1, for the jitter: a wait is 50 to 100 % of its nominal length
   */
  public RetryPolicy(
      Duration first, Duration longest, Duration slow, int maxAttempts, DoubleSupplier random) {
    this(first, longest, slow, maxAttempts, 10, random);
  }

  private RetryPolicy(
      Duration first,
      Duration longest,
      Duration slow,
      int maxAttempts,
      int maxRebuilds,
      DoubleSupplier random) {
    this.first = first;
    this.longest = longest;
    this.slow = slow;
    this.maxAttempts = maxAttempts;
    this.maxRebuilds = maxRebuilds;
    this.random = random;
  }

  /** The same, with so many rebuilds before a delivery is given up; 10 unless said otherwise. */
  public RetryPolicy withMaxRebuilds(int other) {
    return new RetryPolicy(first, longest, slow, maxAttempts, other, random);
  }

  /** 2 s doubling to 15 min, 5 min where a person must help, 500 tries: about four days. */
  public static RetryPolicy standard() {
    return new RetryPolicy(
        Duration.ofSeconds(2), Duration.ofMinutes(15), Duration.ofMinutes(5), 500, Math::random);
  }

  /** Whether a delivery that failed once more is to be given up. */
  boolean exhausted(DeliveryProblem problem, Delivery delivery) {
    return delivery.attempts() + 1 >= maxAttempts
        || problem.kind() == Kind.REBUILD && delivery.rebuilds() + 1 >= maxRebuilds;
  }

  /** When a delivery that failed once more is due again. */
  Duration delay(DeliveryProblem problem, Delivery delivery) {
    boolean rebuild = problem.kind() == Kind.REBUILD;
    return delay(problem, rebuild ? delivery.rebuilds() : delivery.attempts());
  }

  /**
   * @param attempts tries before this one
   */
  Duration delay(DeliveryProblem problem, int attempts) {
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
}
