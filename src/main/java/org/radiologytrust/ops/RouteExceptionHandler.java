package org.radiologytrust.ops;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.journal.store.JournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles exceptions that a route did not catch. Camel's own handler would log the message and the
 * causes, which may quote a patient; this one logs only the class. The route continues with its
 * next poll.
 */
public final class RouteExceptionHandler implements ExceptionHandler {
  /** Name in the registry, by which routes refer to it. */
  public static final String NAME = "routeFaults";

  private static final Logger LOG = LoggerFactory.getLogger(RouteExceptionHandler.class);

  @Override
  public void handleException(Throwable exception) {
    handleException("", null, exception);
  }

  @Override
  public void handleException(String message, Throwable exception) {
    handleException(message, null, exception);
  }

  @Override
  public void handleException(String message, @Nullable Exchange exchange, Throwable exception) {
    LOG.error(
        "route {} failed: {}",
        exchange == null ? "" : exchange.getFromRouteId(),
        exception instanceof JournalException
            ? exception.getMessage()
            : exception.getClass().getName());
  }
}
