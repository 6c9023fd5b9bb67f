package org.radiologytrust.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @Test
  void givesBackTheRoundsThatAreDone(@TempDir Path folder) throws Exception {
    RoundResult round =
        new RoundResult(
            5,
            Map.of(FaultKind.KILL_NODE, 2),
            10,
            3,
            Map.of("audited", 10),
            9,
            1,
            Map.of(FaultKind.KILL_NODE, 31_000L),
            List.of());
    Ledger ledger = new Ledger(folder.resolve("new/ledger.jsonl"));
    assertEquals(List.of(), ledger.rounds());
    ledger.add(round);
    ledger.add(round);
    assertEquals(List.of(round, round), ledger.rounds());
  }
}
