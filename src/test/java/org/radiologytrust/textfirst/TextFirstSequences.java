package org.radiologytrust.textfirst;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.radiologytrust.journal.Journal;
import org.radiologytrust.journal.store.SteadyClock;
import org.radiologytrust.model.SettableClock;

/** Two runs of one version, in any order of what happens around them. */
@Tag("safety")
abstract class TextFirstSequences {
  private static final int STEPS = 40;

  /** A new journal, as each of the processes at it has it. */
  abstract List<Journal> journals(SteadyClock clock) throws Exception;

  /** How many sequences are tried. */
  abstract int tries();

  @Test
  void oneAuditStandsAtTheEndWhateverHappens() throws Exception {
    for (long seed = 1; seed <= tries(); seed++) {
      SettableClock clock = new SettableClock();
      SteadyClock steady = new SteadyClock(clock, clock::nanos);
      List<Journal> journals = journals(steady);
      TextFirstSite site = new TextFirstSite(seed, clock, journals, steady);
      try {
        for (int i = 0; i < STEPS; i++) {
          site.step();
        }
        site.settle();
        site.check();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + String.join("\n", site.story()), e);
      } finally {
        journals.forEach(Journal::close);
      }
    }
  }
}
