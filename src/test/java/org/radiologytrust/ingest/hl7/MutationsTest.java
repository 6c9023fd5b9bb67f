package org.radiologytrust.ingest.hl7;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Inbox.Outcome;

/** A short run of {@link Mutations}; {@code ./test mutate --count 100000} is the long one. */
class MutationsTest {
  @Test
  void eachMessageIsAnsweredAndInOneState() throws IOException {
    Mutations mutations = Mutations.run(2000, 1);
    assertEquals(List.of(), mutations.problems());
    for (Outcome outcome :
        List.of(Outcome.PARSED, Outcome.IGNORED, Outcome.DUPLICATE, Outcome.QUARANTINED)) {
      assertTrue(mutations.outcomes().getOrDefault(outcome, 0L) > 20, mutations.outcomes() + "");
    }
  }
}
