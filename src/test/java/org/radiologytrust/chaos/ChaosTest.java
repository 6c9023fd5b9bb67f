package org.radiologytrust.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four faults under load: each acknowledged report is audited once, sent once and in its order, and
 * the work of a node that died is taken over within 45 seconds.
 */
@Tag("peers")
@Tag("safety")
class ChaosTest {
  private static final int FAULTS = 4;
  private static final long SEED = 20261128;

  /** The logs of a round that failed stay. */
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void nothingIsLostDoubledOrOutOfOrder() throws Exception {
    RoundResult result = Round.run(SEED, FAULTS, folder);
    assertEquals(List.of(), result.problems());
    assertEquals(result.acknowledged(), result.outcomes().values().stream().mapToInt(n -> n).sum());
    assertTrue(result.outcomes().get("audited") > 0, "some have images");
    assertTrue(!result.takeovers().isEmpty(), "some work was taken over");
  }
}
