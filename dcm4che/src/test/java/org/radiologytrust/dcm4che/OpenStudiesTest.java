package org.radiologytrust.dcm4che;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.radiologytrust.dcm4che.OpenStudies.Due;

class OpenStudiesTest {
  private static final Duration QUIET = Duration.ofSeconds(60);

  private long now = Long.MIN_VALUE / 2;
  private final OpenStudies studies = new OpenStudies(QUIET, () -> now);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Due next() {
    return studies.next().orElseThrow();
  }

  @Test
  void aStudyIsDueWhenItsFirstObjectArrivesAndWhenItIsQuiet() {
    assertEquals(Optional.empty(), studies.next());
    studies.arrived("a");
    Due first = next();
    assertEquals(new Due("a", false, 1), first);
    assertEquals(Optional.empty(), studies.next(), "it was handed out");
    assertFalse(studies.close(first));
    studies.arrived("a");
    assertEquals(Optional.empty(), studies.next(), "it is known, and objects still arrive");
    pass(QUIET.minusNanos(1));
    assertFalse(studies.isQuiet("a"));
    assertEquals(Optional.empty(), studies.next());
    pass(Duration.ofNanos(1));
    assertTrue(studies.isQuiet("a"));
    Due complete = next();
    assertEquals(new Due("a", true, 2), complete);
    assertTrue(studies.close(complete));
    pass(QUIET);
    assertEquals(Optional.empty(), studies.next());
  }

  @Test
  void anObjectThatArrivesWhileACompleteStudyIsStoredKeepsItOpen() {
    studies.arrived("a");
    pass(QUIET);
    Due complete = next();
    studies.arrived("a");
    assertFalse(studies.close(complete));
    assertEquals(Optional.empty(), studies.next());
    pass(QUIET);
    assertTrue(studies.close(next()));
  }

  @Test
  void aStudyThatCouldNotBeStoredWaitsLongerEachTime() {
    studies.arrived("a");
    assertEquals(Duration.ofSeconds(10), studies.failed(next()));
    assertEquals(Optional.empty(), studies.next());
    pass(Duration.ofSeconds(10));
    assertEquals(Duration.ofSeconds(20), studies.failed(next()));
    for (int i = 0; i < 100; i++) {
      pass(Duration.ofHours(1));
      studies.failed(next());
    }
    pass(Duration.ofHours(1));
    assertEquals(Duration.ofSeconds(640), studies.failed(next()));
    pass(Duration.ofHours(1));
    assertTrue(studies.close(next()));
  }

  @Test
  void aStudyThatFailsDoesNotHoldUpOthers() {
    studies.arrived("a");
    studies.failed(next());
    studies.arrived("b");
    assertEquals("b", next().study());
  }

  @Test
  void aStudyWhoseMarkerCannotBeRemovedIsDueAgain() {
    studies.arrived("a");
    pass(QUIET);
    Due complete = next();
    assertTrue(studies.close(complete));
    studies.failed(complete);
    pass(QUIET);
    assertTrue(next().complete());
  }

  @Test
  void anUnknownStudyIsQuiet() {
    assertTrue(studies.isQuiet("a"));
  }
}
