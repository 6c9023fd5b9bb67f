package org.radiologytrust.ops;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;

/** A {@link SelfCheck} as one of Camel's readiness checks: down while it is broken. */
public final class PeerCheck extends AbstractHealthCheck {
  private final SelfCheck check;

  public PeerCheck(SelfCheck check) {
    super("rtl", check.name());
    this.check = check;
  }

  /** A missing peer is no reason to restart this process. */
  @Override
  public boolean isLiveness() {
    return false;
  }

  @Override
  protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
    builder.up();
    for (SelfCheckResult answer : check.ask()) {
      answer.details().forEach(builder::detail);
      if (answer.state().compareTo(SelfCheckResult.State.WARNING) >= 0) {
        builder.message(answer.message());
      }
      if (answer.isBroken()) {
        builder.down();
      }
    }
  }
}
