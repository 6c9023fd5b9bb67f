package org.radiologytrust.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.radiologytrust.model.Audit;
import org.radiologytrust.model.Finding;
import org.radiologytrust.model.SampleRecords;
import org.radiologytrust.review.Decision.Kind;

class DecidedTest {
  private static final UUID RUN = new UUID(0, 1);
  private static final String PROBLEM = "finding.F1.1";
  private static final Audit AUDIT =
      Audit.of(RUN, SampleRecords.report("A1", "Clear."))
          .omissions(List.of(new Finding("F1.1", "1.2", "effusion", "", 0.8, "")))
          .build();

  private static Decision decision(int id, Kind kind, int undoes) {
    return decision(RUN, id, kind, undoes);
  }

  private static Decision decision(UUID run, int id, Kind kind, int undoes) {
    return Decision.of(new UUID(1, id), run, PROBLEM, kind, "ann")
        .reason(kind == Kind.DISMISS ? "report-right" : "")
        .at(Instant.ofEpochSecond(id))
        .undoes(undoes == 0 ? null : new UUID(1, undoes))
        .build();
  }

  private static Optional<Kind> standing(Decision... decisions) {
    return Decided.of(AUDIT, List.of(decisions)).standing(PROBLEM).map(Decision::kind);
  }

  @Test
  void theNewestDecisionThatWasNotUndoneStands() {
    Decision agree = decision(1, Kind.AGREE, 0);
    Decision dismiss = decision(2, Kind.DISMISS, 0);
    assertEquals(Optional.empty(), standing());
    assertEquals(Optional.of(Kind.AGREE), standing(agree));
    assertEquals(Optional.of(Kind.DISMISS), standing(agree, dismiss));
    assertEquals(Optional.of(Kind.AGREE), standing(agree, dismiss, decision(3, Kind.UNDO, 2)));
    assertEquals(Optional.empty(), standing(agree, decision(3, Kind.UNDO, 1)));
  }

  @Test
  void aNewRunCarriesNoDecisionOver() {
    List<Decision> earlier = List.of(decision(new UUID(0, 2), 1, Kind.AGREE, 0));
    assertEquals(1, ShownFlags.of(AUDIT, earlier).open().size());
    assertEquals(Optional.empty(), Decided.of(AUDIT, earlier).newest(PROBLEM));
  }

  @Test
  void aDecisionIsComplete() {
    assertThrows(IllegalArgumentException.class, () -> decision(1, Kind.UNDO, 0));
    assertThrows(IllegalArgumentException.class, () -> decision(1, Kind.AGREE, 2));
    assertThrows(
        IllegalArgumentException.class,
        () -> Decision.of(RUN, RUN, PROBLEM, Kind.DISMISS, "ann").build());
  }
}
