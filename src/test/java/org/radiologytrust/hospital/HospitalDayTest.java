package org.radiologytrust.hospital;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fifty reports of the day at a small hospital. */
@Tag("peers")
class HospitalDayTest {
  private static final int REPORTS = 50;

  @TempDir Path folder;

  @Test
  void eachReportIsAuditedAndAFlagIsFollowedToTheCorrection() throws Exception {
    try (HospitalDay day = new HospitalDay(REPORTS, folder, System.out::println)) {
      assertEquals(List.of(), day.run());
    }
  }
}
