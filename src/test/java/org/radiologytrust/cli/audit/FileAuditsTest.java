package org.radiologytrust.cli.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.radiologytrust.cli.base.SharedOptions;
import org.radiologytrust.settings.Settings;

class FileAuditsTest {
  /** With those of {@code rtl serve}, a command would wait for a day. */
  @Test
  void aCommandWaitsAMinuteForAServerThatIsAway() {
    Settings settings = FileAudits.settings(new SharedOptions() {}, Path.of("home"));
    assertEquals(Duration.ofMinutes(1), settings.duration("rtl.audit.patience"));
    assertEquals(Duration.ofSeconds(5), settings.duration("rtl.model.rest-most"));
  }
}
