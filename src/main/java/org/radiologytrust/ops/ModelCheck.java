package org.radiologytrust.ops;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness as far as the model goes. While the models were never seen the product is up and does
 * what it can without, and the message says so; once they were seen, audits wait for them, and a
 * server that is away is down.
 */
public final class ModelCheck extends AbstractHealthCheck {
  private static final Duration FRESH = Duration.ofSeconds(10);

  private final Supplier<Optional<String>> lacking;
  private final Supplier<Optional<String>> missing;
  private final Clock clock;
  private Instant asked;
  private Optional<String> away = Optional.empty();

  /**
   * @param lacking why audits go without a model; empty once the models were seen
   * @param missing asks the servers: what is wrong, or nothing; its answer is kept for 10 s
   */
  public ModelCheck(
      Supplier<Optional<String>> lacking, Supplier<Optional<String>> missing, Clock clock) {
    super("rtl", "model");
    this.lacking = lacking;
    this.missing = missing;
    this.clock = clock;
  }

  /** A model server that is away is no reason to restart this process. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<String> never = lacking.get();
    if (never.isPresent()) {
      builder.message("audits go without a model: " + never.get()).up();
      return;
    }
    Optional<String> now = away();
    if (now.isPresent()) {
      builder.message("audits wait for the model: " + now.get()).down();
    } else {
      builder.up();
    }
  }

  private synchronized Optional<String> away() {
    Instant now = clock.instant();
    if (asked == null || !now.isBefore(asked.plus(FRESH))) {
      away = missing.get();
      asked = now;
    }
    return away;
  }
}
