package org.radiologytrust.ingest.ehr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FeedPositionTest {
  private static final String SERVER = "http://ehr.example/fhir";
  private static final Instant START = Instant.parse("2026-01-01T08:00:00Z");
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  private static Instant at(int minute) {
    return START.plus(Duration.ofMinutes(minute));
  }

  @Test
  void theWatermarkFollowsOnePassBehind() {
    FeedPosition start = FeedPosition.start(SERVER, "", START);
    FeedPosition first = start.after(at(20), at(5));
    assertEquals(START, first.watermark(), "each report is read by two passes");
    FeedPosition second = first.after(at(40), at(30));
    assertEquals(at(20), second.watermark());
    assertEquals(at(40), second.newest());
    assertEquals(at(40), second.after(at(40), null).watermark());
  }

  @Test
  void aReportThatThePassBeforeShouldHaveReadKeepsTheWatermark() {
    FeedPosition before = FeedPosition.start(SERVER, "", START).after(at(20), at(5));
    FeedPosition late = before.after(at(40), at(20));
    assertEquals(START, late.watermark());
    assertEquals(at(40), late.newest());
    assertEquals(at(40), late.after(at(40), null).watermark(), "once nothing is late");
  }

  @Test
  void nothingMovesItBack() {
    FeedPosition there = FeedPosition.start(SERVER, "", START).after(at(20), null);
    FeedPosition restored = there.after(at(3), null);
    assertEquals(at(20), restored.newest());
    assertEquals(at(20), restored.watermark());
    assertEquals(at(20), restored.after(null, null).watermark());
  }

  @Test
  void aPassBeginsBeforeTheWatermarkButNeverBeforeTheStart() {
    FeedPosition start = FeedPosition.start(SERVER, "", START);
    assertEquals(START, start.from(OVERLAP));
    FeedPosition later = start.after(at(30), null).after(at(30), null);
    assertEquals(at(20), later.from(OVERLAP));
  }

  @Test
  void itIsReadAsItWasStoredForTheSameServerAlone() {
    FeedPosition position = FeedPosition.start(SERVER, "2026-01-01T08:00:00Z", START);
    for (FeedPosition each : new FeedPosition[] {position, position.after(at(1), at(1))}) {
      assertEquals(each, FeedPosition.parse(each.text(), SERVER, each.since()).orElseThrow());
      assertEquals(each, FeedPosition.parse(each.text(), SERVER, "").orElseThrow());
    }
    assertTrue(FeedPosition.parse("", SERVER, "").isEmpty());
    assertTrue(FeedPosition.parse(position.text(), "http://other.example/fhir", "").isEmpty());
    assertTrue(
        FeedPosition.parse(position.text(), SERVER, "2025-01-01T00:00:00Z").isEmpty(),
        "another since reads again");
    assertThrows(IllegalStateException.class, () -> FeedPosition.parse("{}", SERVER, ""));
  }
}
