package org.radiologytrust.journal.store;

import java.util.Map;
import java.util.Optional;

/** Monitors whether the journal can be written. */
public interface WriteHealth {
  /**
   * Writes a row, so that a full disk and its recovery are noticed even while no message is
   * received. Never throws.
   */
  void probe();

  /**
   * What is wrong and what to do, in one line. Set by a failed write, cleared by a successful write
   * of at least the same size. Damage that was found stays. Empty if all is well.
   */
  Optional<String> problem();

  /** Number of messages that could not be stored since the process started, by channel. */
  Map<String, Long> notStored();
}
