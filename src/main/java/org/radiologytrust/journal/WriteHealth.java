package org.radiologytrust.journal;

import java.util.Map;
import java.util.Optional;

/** Whether the journal can be written. */
public interface WriteHealth {
  /**
   * WriteHealth a row, so that a full disk is noticed, and one with room again, while no message
   * comes. Never throws.
   */
  void probe();

  /**
   * What is wrong and what to do, in one line: from a write that failed until one succeeds that is
   * as large. Empty otherwise.
   */
  Optional<String> problem();

  /** Messages that could not be stored since the process started, by channel. */
  Map<String, Long> notStored();
}
