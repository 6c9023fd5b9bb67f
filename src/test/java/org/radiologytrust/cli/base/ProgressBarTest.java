package org.radiologytrust.cli.base;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  @Test
  void tellsRateAndTimeLeft() {
    assertEquals("[........................] 0 of 8", ProgressBar.line(0, 8, Duration.ZERO));
    assertEquals(
        "[######..................] 2 of 8, 4.0 a minute, 2 min left",
        ProgressBar.line(2, 8, Duration.ofSeconds(30)));
    assertEquals(
        "[############............] 4 of 8, 24.0 a minute, 10 s left",
        ProgressBar.line(4, 8, Duration.ofSeconds(10)));
    assertEquals(
        "[........................] 1 of 999, 0.1 a minute, 166.3 h left",
        ProgressBar.line(1, 999, Duration.ofMinutes(10)));
    assertEquals(
        "[########################] 8 of 8, 8.0 a minute",
        ProgressBar.line(8, 8, Duration.ofMinutes(1)));
  }
}
