package org.radiologytrust.journal.desk;

import java.util.Optional;

/** The filters of the worklist that people chose, beyond a log-in. Each has its own. */
public interface KeptFilters {
  /** Empty if nothing is kept, and if another version wrote it in another form. */
  <T> Optional<T> find(String user, Class<T> type);

  /**
   * Replaces what is kept for the user.
   *
   * @param filters nothing of a patient
   */
  void keep(String user, Object filters);

  void forget(String user);
}
