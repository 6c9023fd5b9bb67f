package org.radiologytrust.model;

import java.util.UUID;
import org.slf4j.MDC;

/**
 * Marks lines of the log: all that are about one version of a report carry its {@linkplain
 * Report#correlationId() id}, from the message to the published Observations, which name it too.
 */
public final class Correlation implements AutoCloseable {
  /** The name under which the log shows it, and of the exchange's property for traces. */
  public static final String KEY = "correlationId";

  private final String before;

  private Correlation(String before) {
    this.before = before;
  }

  /** Marks what this thread logs until it is closed. */
  public static Correlation of(Report report) {
    return of(report.correlationId());
  }

  /** The same, by the id. */
  public static Correlation of(UUID id) {
    Correlation opened = new Correlation(MDC.get(KEY));
    MDC.put(KEY, id.toString());
    return opened;
  }

  /** What was marked before is marked again. */
  @Override
  public void close() {
    if (before == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, before);
    }
  }
}
