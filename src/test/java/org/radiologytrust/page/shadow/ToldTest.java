package org.radiologytrust.page.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.radiologytrust.page.door.Times;

class ToldTest {
  private static final Instant NOW = Instant.parse("2026-04-01T10:42:30Z");

  private static String problem(String whom, Instant at) {
    return Told.of(whom, Times.field(at)).problem(NOW);
  }

  @Test
  void whomAndWhenAreNeeded() {
    assertEquals("", problem("Dr. Ward", NOW));
    assertEquals("", problem("x".repeat(Told.LONGEST), NOW.minusSeconds(86_400)));
    for (String nobody : new String[] {"", "  ", "\t\u0000\r\n"}) {
      assertEquals("Say whom you told.", problem(nobody, NOW));
    }
    assertEquals(
        "Whom you told has at most 200 characters.", problem("x".repeat(Told.LONGEST + 1), NOW));
    assertEquals("The time is still to come.", problem("Dr. Ward", NOW.plusSeconds(60)));
    for (String never : new String[] {"", "10:42", "2026-02-30T10:00", "now", "2026-04-01"}) {
      assertEquals("Say when you told it.", Told.of("Dr. Ward", never).problem(NOW), never);
    }
  }

  @Test
  void whatNobodySeesIsNotStored() {
    assertEquals("Dr. Ward", Told.of(" Dr.\u0000Ward\n", "").whom());
    assertFalse(Told.of("Dr. Ward", "").toString().contains("Ward"));
  }
}
