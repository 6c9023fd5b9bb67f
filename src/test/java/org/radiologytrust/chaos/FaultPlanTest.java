package org.radiologytrust.chaos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FaultPlanTest {
  @Test
  void theSeedDecides() {
    assertEquals(FaultPlan.of(50, 3, 7), FaultPlan.of(50, 3, 7));
    assertNotEquals(FaultPlan.of(50, 3, 7), FaultPlan.of(50, 3, 8));
  }

  @Test
  void allKindsCome() {
    Set<FaultKind> kinds =
        FaultPlan.of(12, 3, 1).stream().map(Fault::kind).collect(Collectors.toSet());
    assertEquals(EnumSet.allOf(FaultKind.class), kinds);
  }

  @Test
  void oneNodeCanAlwaysWorkAndNoneHasTwoFaults() {
    for (long seed = 0; seed < 100; seed++) {
      List<Fault> plan = FaultPlan.of(30, 3, seed);
      for (Fault fault : plan) {
        List<Fault> during =
            plan.stream()
                .filter(f -> f.at().compareTo(fault.at()) <= 0 && f.end().compareTo(fault.at()) > 0)
                .toList();
        assertTrue(during.stream().filter(f -> f.kind().stopsWork()).count() <= 2, "all stopped");
        List<Integer> nodes =
            during.stream().filter(f -> f.kind().ofNode()).map(Fault::node).toList();
        assertEquals(Set.copyOf(nodes).size(), nodes.size(), "two faults of a node");
      }
    }
  }
}
