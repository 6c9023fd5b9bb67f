package org.radiologytrust.dcm4che;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who was refused ({@code rtl_dicom_refused_total}), and logs who and why. The same caller
 * and reason is logged once in a while, so that a sender that retries does not flood the log.
 */
final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final int MOST = 1000;

  /** The metric's label {@code reason}. */
  enum Kind {
    /** This AE title may not send from this address. */
    UNKNOWN_SENDER,
    /** It called another AE title than ours. */
    WRONG_CALLED_AET,
    /** All associations are in use. */
    BUSY,
    /** It asked for another protocol than DICOM. */
    OTHER_PROTOCOL,
    /** It may send, but this object cannot be stored. */
    OBJECT
  }

  private final LongSupplier nanos;
  private final Map<Kind, Counter> counters = new EnumMap<>(Kind.class);

  /** When each was logged, the oldest first. */
  private final Map<String, Long> logged = new LinkedHashMap<>();

  Refusals(MeterRegistry meters) {
    this(meters, System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back, such as {@link System#nanoTime}
   */
  Refusals(MeterRegistry meters, LongSupplier nanos) {
    this.nanos = nanos;
    for (Kind kind : Kind.values()) {
      counters.put(
          kind,
          Counter.builder("rtl.dicom.refused")
              .description("What senders of images were refused, by reason")
              .tags("reason", kind.name().toLowerCase(Locale.ROOT))
              .register(meters));
    }
  }

  /**
   * @param what such as "an association" or "an object"
   * @param caller AE title and address
   */
  void add(Kind kind, String what, String caller, String reason) {
    counters.get(kind).increment();
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
