package org.radiologytrust.journal.quality;

import java.util.List;

/** The figures about flags. */
public interface Quality {
  /**
   * What people said, for each check, strength and footing of which a flag was judged; in the order
   * of the checks' names, then the loudest first. Each flag counts once, with the decision that
   * stands.
   */
  List<VerdictCounts> verdicts(Selection selection);
}
