package org.radiologytrust.tls;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.channels.ClosedChannelException;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handshakes of one listener that were refused: counted at once ({@code rtl_tls_refused_total}),
 * and logged by {@link #tell}, so that a flood of them is no flood of lines.
 */
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private final String listener;
  private final Map<RefusalReason, Counter> counters = new EnumMap<>(RefusalReason.class);
  private final Map<RefusalReason, Integer> untold = new EnumMap<>(RefusalReason.class);

  /**
   * @param listener its name in the metric and in the log
   */
  public Refusals(String listener, MeterRegistry meters) {
    this.listener = listener;
    for (RefusalReason reason : RefusalReason.values()) {
      counters.put(
          reason,
          Counter.builder("rtl.tls.refused")
              .description("TLS handshakes that were refused, by reason")
              .tags("listener", listener, "reason", reason.code())
              .register(meters));
    }
  }

  /** A client that left by itself, such as a probe of the port, was not refused. */
  void failed(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return;
    }
    RefusalReason reason = RefusalReason.of(cause);
    counters.get(reason).increment();
    synchronized (untold) {
      untold.merge(reason, 1, Integer::sum);
    }
  }

  /** Logs what was refused since it was last called, in one line; nothing when nothing was. */
  public void tell() {
    String refused;
    synchronized (untold) {
      if (untold.isEmpty()) {
        return;
      }
      refused =
          untold.entrySet().stream()
              .map(e -> e.getValue() + " " + e.getKey().code() + " (" + e.getKey().words() + ")")
              .collect(Collectors.joining(", "));
      untold.clear();
    }
    LOG.warn("TLS: {} refused connections: {}", listener, refused);
  }
}
