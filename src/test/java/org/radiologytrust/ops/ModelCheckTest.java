package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ModelCheckTest {
  /** A clock that the test moves. */
  private static final class Hand extends Clock {
    private Instant now = Instant.EPOCH;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private final Hand clock = new Hand();
  private final AtomicInteger asked = new AtomicInteger();
  private Optional<String> lacking = Optional.of("no model server answers");
  private Optional<String> missing = Optional.empty();
  private ModelCheck check;

  @BeforeEach
  void check() throws Exception {
    check =
        new ModelCheck(
            () -> lacking,
            () -> {
              asked.incrementAndGet();
              return missing;
            },
            clock);
    try (DefaultCamelContext context = new DefaultCamelContext()) {
      check.setCamelContext(context);
    }
  }

  private HealthCheck.Result ask() {
    return check.call();
  }

  @Test
  void neverSeenIsUpAndSaysWhatIsMissing() {
    HealthCheck.Result result = ask();
    assertEquals(HealthCheck.State.UP, result.getState());
    assertEquals(
        "audits go without a model: no model server answers", result.getMessage().orElseThrow());
    assertEquals(0, asked.get());
  }

  @Test
  void seenAndAwayIsDownUntilItIsBack() {
    lacking = Optional.empty();
    assertEquals(HealthCheck.State.UP, ask().getState());
    missing = Optional.of("no model server answers at X");
    clock.now = clock.now.plus(Duration.ofSeconds(9));
    assertEquals(HealthCheck.State.UP, ask().getState(), "asked once in ten seconds");
    clock.now = clock.now.plus(Duration.ofSeconds(1));
    HealthCheck.Result away = ask();
    assertEquals(HealthCheck.State.DOWN, away.getState());
    assertTrue(away.getMessage().orElseThrow().endsWith("no model server answers at X"));
    missing = Optional.empty();
    clock.now = clock.now.plus(Duration.ofSeconds(10));
    assertEquals(HealthCheck.State.UP, ask().getState());
    assertEquals(3, asked.get());
  }

  @Test
  void restartingWouldNotHelp() {
    assertTrue(check.isReadiness());
    assertFalse(check.isLiveness());
  }
}
