package org.radiologytrust.retry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.radiologytrust.journal.results.Outbox.Delivery;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.retry.RetryVerdict.Kind;

class DeliveryRulesTest {
  @Test
  void waitsDoubleAndWithJitter() {
    RetryVerdict later = new RetryVerdict(Kind.LATER, "x");
    assertEquals(Duration.ofSeconds(2), rules(1).delay(later, 0));
    assertEquals(Duration.ofSeconds(16), rules(1).delay(later, 3));
    assertEquals(Duration.ofSeconds(8), rules(0).delay(later, 3));
    assertEquals(Duration.ofMinutes(15), rules(1).delay(later, 1_000_000));
    assertEquals(Duration.ofMinutes(5), rules(0).delay(new RetryVerdict(Kind.MEND, "x"), 0));
  }

  @ParameterizedTest
  @CsvSource({"120, 120", "60, 60", "999999999, 900", "0, 2"})
  void honoursRetryAfterUpToTheCap(long asked, long seconds) {
    RetryVerdict away = new RetryVerdict(Kind.AWAY, "x", Duration.ofSeconds(asked));
    assertEquals(Duration.ofSeconds(seconds), rules(1).delay(away, 0));
  }

  @Test
  void givesUpInTheEnd() {
    RetryVerdict away = new RetryVerdict(Kind.AWAY, "x");
    RetryVerdict conflict = new RetryVerdict(Kind.REBUILD, "x");
    assertFalse(rules(1).exhausted(away, tried(8, 8)));
    assertTrue(rules(1).exhausted(away, tried(9, 0)));
    assertFalse(rules(1).withMaxRebuilds(3).exhausted(conflict, tried(8, 1)));
    assertTrue(rules(1).withMaxRebuilds(3).exhausted(conflict, tried(4, 2)));
  }

  @Test
  void aConflictIsTriedSoonAlsoAfterALongOutage() {
    RetryVerdict conflict = new RetryVerdict(Kind.REBUILD, "x");
    assertEquals(Duration.ofSeconds(2), rules(1).delay(conflict, tried(8, 0)));
    assertEquals(Duration.ofSeconds(4), rules(1).delay(conflict, tried(9, 1)));
  }

  private static Delivery tried(int attempts, int rebuilds) {
    return new Delivery(
        new UUID(0, 1),
        new UUID(0, 1),
        "fhir",
        1,
        "HOSP",
        "ACC1",
        SampleRecords.report("ACC1", "Text."),
        "{}",
        "",
        attempts,
        rebuilds);
  }

  private static DeliveryRules rules(double random) {
    return new DeliveryRules(
        Duration.ofSeconds(2), Duration.ofMinutes(15), Duration.ofMinutes(5), 10, 10, () -> random);
  }
}
