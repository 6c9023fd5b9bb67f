package org.radiologytrust.dcm4che;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs who was refused and why. The same caller and reason is logged once in a while, so that a
 * sender that retries does not flood the log.
 */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final int MOST = 1000;

  private final LongSupplier nanos;

  /** When each was logged, the oldest first. */
  private final Map<String, Long> logged = new LinkedHashMap<>();

  Refusals() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back, such as {@link System#nanoTime}
   */
  Refusals(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * @param what such as "an association" or "an object"
   * @param caller AE title and address
   */
  void add(String what, String caller, String reason) {
    if (isNew(what + " " + caller + " " + reason)) {
      LOG.warn(
          "DICOM: {} from {} was refused: {} (not logged again for {} minutes)",
          what,
          printable(caller),
          reason,
          PAUSE.toMinutes());
    }
  }

  private synchronized boolean isNew(String refusal) {
    long now = nanos.getAsLong();
    Long before = logged.get(refusal);
    if (before != null && now - before < PAUSE.toNanos()) {
      return false;
    }
    logged.remove(refusal);
    if (logged.size() >= MOST) {
      logged.remove(logged.keySet().iterator().next());
    }
    logged.put(refusal, now);
    return true;
  }

  /** An AE title comes from the caller: it must not write lines of its own. */
  private static String printable(String text) {
    return text.replaceAll("[^ -~]", "?");
  }
}
