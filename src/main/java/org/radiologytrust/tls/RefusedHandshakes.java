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
 * Refused TLS handshakes of one listener: counted at once ({@code rtl_tls_refused_total}) and
 * logged together by {@link #log}, so that a flood of them does not flood the log.
 */
public final class RefusedHandshakes {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedHandshakes.class);

  private final String listener;
  private final Map<RefusalReason, Counter> counters = new EnumMap<>(RefusalReason.class);
  private final Map<RefusalReason, Integer> unlogged = new EnumMap<>(RefusalReason.class);

  /**
   * @param listener name of the listener in the metric and in the log
   */
  public RefusedHandshakes(String listener, MeterRegistry meters) {
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

  /**
   * Counts a failed handshake. A client that closed the connection, such as a probe, does not
   * count.
   */
  void failed(Throwable cause) {
    if (cause instanceof ClosedChannelException) {
      return;
    }
    RefusalReason reason = RefusalReason.of(cause);
    counters.get(reason).increment();
    synchronized (unlogged) {
      unlogged.merge(reason, 1, Integer::sum);
    }
  }

  /** Logs all refusals since the last call in one line; without any, logs nothing. */
  public void log() {
    String refused;
    synchronized (unlogged) {
      if (unlogged.isEmpty()) {
        return;
      }
      refused =
          unlogged.entrySet().stream()
              .map(e -> e.getValue() + " " + e.getKey().code() + " (" + e.getKey().words() + ")")
              .collect(Collectors.joining(", "));
      unlogged.clear();
    }
    LOG.warn("TLS: {} refused connections: {}", listener, refused);
  }
}
