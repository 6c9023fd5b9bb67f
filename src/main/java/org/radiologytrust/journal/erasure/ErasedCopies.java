package org.radiologytrust.journal.erasure;

import java.time.Duration;
import java.util.List;

/** Resources of erased audits that the FHIR server has, or may have. */
public interface ErasedCopies {
  /**
   * A resource that is to be entered in error.
   *
   * @param tries how often that failed
   */
  record ErasedCopy(String type, String id, int tries) {
    /** {@code Type/id}. */
    public String key() {
      return type + "/" + id;
    }
  }

  /**
   * Those that are due.
   *
   * @param lease for how long no other node gets them
   */
  List<ErasedCopy> due(int limit, Duration lease);

  /** The server has nothing of it any more. */
  void ended(ErasedCopy copy);

  /** How many the server still has as they were. */
  long open();

  /** Tries it again after the delay. */
  void later(ErasedCopy copy, Duration delay, String reason);
}
