package org.radiologytrust.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.CapturedLog;
import org.radiologytrust.check.CheckSettings;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.feature.SelfCheckResult.State;
import org.radiologytrust.model.SiteFiles;

/** What the operator hears of a check that failed. */
@Tag("safety")
class CheckFeatureTest {
  private final CheckFeature checks = new CheckFeature(SiteFiles.shipped(), CheckSettings.ALL_ON);

  private SelfCheckResult health() {
    return checks.checks().get(0).ask().get(0);
  }

  @Test
  void aFailureIsNamedWithoutItsText() {
    assertEquals(State.OK, health().state());
    try (CapturedLog log = CapturedLog.asInProduction()) {
      checks.failed("denied", new IllegalStateException("CANARY"));
      checks.failed("denied", new StackOverflowError());
      String told = log.events().get(0).getFormattedMessage();
      assertTrue(told.startsWith("check denied failed: IllegalStateException at "), told);
      assertFalse(told.contains("CANARY"), told);
      assertEquals(null, log.events().get(0).getThrowableProxy());
    }
    assertEquals(State.WARNING, health().state());
    assertTrue(health().message().contains("denied (2)"), health().message());
  }
}
