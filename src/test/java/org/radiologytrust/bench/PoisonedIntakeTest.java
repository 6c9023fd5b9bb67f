package org.radiologytrust.bench;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.Rounds;

/** A minute of {@link PoisonBench}, without its times: these depend on the machine. */
@Tag("integration")
@Tag("safety")
@Tag("rounds")
class PoisonedIntakeTest {
  private static final Duration TIME = Duration.ofSeconds(Rounds.of(10, 30));
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir Path home;

  @Test
  void honestMessagesAreAcceptedAndAuditedBesidePoison() throws Exception {
    try (PoisonedIntake intake = new PoisonedIntake(home)) {
      PoisonedIntake.Seen seen = intake.run(TIME);
      assertTrue(intake.isAlive());
      assertEquals(List.of(), seen.refused());
      assertEquals(PoisonedIntake.KINDS * TIME.toSeconds(), seen.waits().size());
      await()
          .atMost(LONG)
          .until(
              () ->
                  intake.product().metrics().entrySet().stream()
                          .filter(m -> m.getKey().startsWith("rtl_reports_open"))
                          .mapToDouble(m -> m.getValue())
                          .sum()
                      == 0);
      double audited =
          intake.product().metrics().get("rtl_reports_total{outcome=\"checked_only\"}");
      assertTrue(audited >= seen.waits().size(), audited + " of " + seen.waits().size());
      assertTrue(intake.isAlive());
    }
  }
}
