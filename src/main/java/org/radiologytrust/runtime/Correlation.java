package org.radiologytrust.runtime;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.model.Report;
import org.slf4j.MDC;

/**
 * Adds the {@linkplain Report#correlationId() correlation id} of a report version to the log. All
 * log lines about that version carry it, and the published Observations name the same id.
 */
public final class Correlation implements AutoCloseable {
  /** Name of the log field, and of the exchange property that traces use. */
  public static final String KEY = "correlationId";

  private final @Nullable String before;

  private Correlation(@Nullable String before) {
    this.before = before;
  }

  /** Adds the id to all lines that this thread logs until the object is closed. */
  public static Correlation of(Report report) {
    return of(report.correlationId());
  }

  /** Adds this id to all lines that this thread logs until the object is closed. */
  public static Correlation of(UUID id) {
    Correlation opened = new Correlation(MDC.get(KEY));
    MDC.put(KEY, id.toString());
    return opened;
  }

  /** Restores the id that was set before. */
  @Override
  public void close() {
    if (before == null) {
      MDC.remove(KEY);
    } else {
      MDC.put(KEY, before);
    }
  }
}
