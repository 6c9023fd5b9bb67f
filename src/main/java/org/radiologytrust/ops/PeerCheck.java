package org.radiologytrust.ops;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** A readiness check that says in one line what is wrong and what to do. */
public final class PeerCheck extends AbstractHealthCheck {
  private final Supplier<Optional<String>> problem;

  /**
   * @param problem gives what is wrong, or nothing
   */
  public PeerCheck(String id, Supplier<Optional<String>> problem) {
    super("rtl", id);
    this.problem = problem;
  }

  /** A peer that is away is no reason to restart this process. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    Optional<String> found = problem.get();
    if (found.isEmpty()) {
      builder.up();
    } else {
      builder.message(found.get()).down();
    }
  }
}
